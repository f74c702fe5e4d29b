export interface SharedCount {
  /** What a collector has counted under a key since it began. */
  readonly total: number;
  /** Of it, with the last change. */
  readonly added: number;
}

export interface OthersCount extends SharedCount {
  readonly collectorId: string;
  readonly key: string;
}

/** Counts of several collectors, each its own. Contract: `shared-count-store.contract.ts`. */
export interface SharedCountStore {
  /** Whether several collectors may stand on it. */
  readonly isShared: boolean;
  /** Writes down what one has counted, and forgets what nobody has changed for an hour. */
  write(collectorId: string, counts: ReadonlyMap<string, SharedCount>): Promise<void>;
  /** What others have changed lately: within the last half a minute, so that it may be told more than once. */
  others(collectorId: string): Promise<readonly OthersCount[]>;
}
