import type { ModelCall } from './model-call.ts';

/** What has come of a stream so far. */
export interface StreamProgress {
  /** `performance.now()` when something of it last came; undefined as long as nothing has. */
  readonly lastSeenMs: number | undefined;
  /** Writes it down. Never throws. */
  describe(call: ModelCall): void;
}
