/** A lease that somebody has, or had until it ran out. */
export interface HeldLease {
  readonly name: string;
  readonly holder: string;
  /** Grows each time it is taken: what was written under an earlier term was written by an earlier holder. */
  readonly term: number;
  /** Until it runs out, by the clock of the database; negative once it has. */
  readonly remainingMs: number;
}

/**
 * Names that one holder has at a time, over all processes that share the database, and whose clock alone counts: those of
 * the processes may differ. They belong to the installation rather than to a workspace.
 */
export interface LeaseStore {
  /** Takes a lease that nobody has, or that has run out. @returns its term; undefined if somebody else has it. */
  take(name: string, holder: string, ttlMs: number): Promise<number | undefined>;
  /** Lets a lease last for `ttlMs` from now. @returns false if it was taken by another holder meanwhile, or given up. */
  renew(name: string, holder: string, ttlMs: number): Promise<boolean>;
  /** Gives a lease up; whoever asks next has it. Nothing where another holder has it. */
  release(name: string, holder: string): Promise<void>;
  /** Leases that have not been given up, by name. */
  list(): Promise<readonly HeldLease[]>;
}
