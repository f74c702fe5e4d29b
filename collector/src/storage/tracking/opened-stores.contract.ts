import type { TrackingStores } from './tracking-stores.ts';

/** Where the clock of a fresh store stands, ms. */
export const NOW_MS = 1_767_225_600_000;

export interface OpenedStores extends TrackingStores {
  /** Opens what was kept, once it is closed. */
  readonly reopen: () => Promise<TrackingStores>;
}

/** Fresh stores, which are closed at the end of the test. Their clock stands at {@link NOW_MS} until it is set. */
export type OpenStores = (clock?: { nowMs: number }) => Promise<OpenedStores>;
