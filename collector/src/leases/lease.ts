/** A name that this process alone has at the moment. */
export interface Lease {
  readonly name: string;
  /** Grows with each holder: what has to be safe from a holder that stood still too long is compared with it. */
  readonly term: number;
  /** Aborted when the lease is given up, was lost, or may have been: then somebody else may work. */
  readonly signal: AbortSignal;
  /** Gives it up. Once is enough; nothing happens where it is lost already. */
  release(): Promise<void>;
}
