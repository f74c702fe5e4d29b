import { ApiError } from '../errors.ts';
import { OWN_BODY_BUFFERS } from './body-buffers.ts';
import { ByteBudget, type ByteHold } from './byte-budget.ts';
import { GroupCommit } from './group-commit.ts';
import type { Ingest, IngestRequest, IngestResult } from './ingest.ts';
import type { WriteDeps } from './write-requests.ts';

export interface LocalIngestOptions extends WriteDeps {
  readonly maxBytesInFlight?: number;
  /** Told of failures whose reason the sender is not told. */
  readonly report?: (error: Error) => void;
}

/**
 * Ingest on the calling thread, into any store, which stays the caller's to close. For tests, and for commands that
 * do nothing else meanwhile.
 */
export function createLocalIngest(options: LocalIngestOptions): Ingest {
  const budget = new ByteBudget(options.maxBytesInFlight);
  const commits = new GroupCommit(options, options.report ?? (() => {}));
  let isClosed = false;
  return {
    budget,
    bodies: OWN_BODY_BUFFERS,
    async submit(request: IngestRequest, given?: ByteHold): Promise<IngestResult> {
      if (isClosed) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the collector is closing');
      const hold = given ?? budget.hold(request.body.byteLength);
      try {
        return await commits.submit(request);
      } finally {
        hold.release();
      }
    },
    async close(): Promise<void> {
      isClosed = true;
      await commits.idle();
    },
  };
}
