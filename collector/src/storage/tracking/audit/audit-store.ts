import type { AuditAct, AuditOutcome } from '@tracewright/schema';

/** An act as whoever notes it hands it over. */
export interface NewAuditRecord extends AuditAct {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** The process that writes, and which of its records in this workspace it is, from 1 on. */
  readonly writer: string;
  readonly ordinal: number;
}

/** An act that is noted for good. */
export interface AuditRecord extends NewAuditRecord {
  /** From 1 on, without gaps within the workspace. */
  readonly seq: number;
  /** SHA-256 over it and the hash before, 64 hex digits. */
  readonly hash: string;
  readonly count: number;
}

/** A place in a chain. */
export interface AuditPlace {
  readonly seq: number;
  readonly hash: string;
}

/** Where the chain of a workspace begins and ends. */
export interface AuditHead {
  readonly last: AuditPlace;
  /** Behind what retention has taken out: what the first record that is left is chained to. */
  readonly base: AuditPlace;
}

export interface AuditQuery {
  /** Exactly, or everything that begins so where a `*` stands at its end. */
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly object?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** First moment that is meant, and the first that no longer is, ms. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Only records before this one. */
  readonly before?: number | undefined;
  /** At least 1. */
  readonly limit: number;
}

/** By workspace. */
export type NewAuditRecords = ReadonlyMap<string, readonly NewAuditRecord[]>;

/** Records can be added and, the oldest first, taken out; none is ever changed. Contract: `audit-store.contract.ts`. */
export interface AuditStore {
  /** Adds them at the end of the chain, all or none, whoever else adds to it meanwhile. */
  append(workspaceId: string, records: readonly NewAuditRecord[]): Promise<void>;
  /**
   * The same of several chains, by workspace: all or none.
   *
   * @param isAgain some may have been added before, though no answer came: those are passed over
   */
  appendAll(entries: NewAuditRecords, isAgain?: boolean): Promise<void>;
  /** The last first. */
  list(workspaceId: string, query: AuditQuery): Promise<readonly AuditRecord[]>;
  /** In their order, those behind `after`. */
  scan(workspaceId: string, after: number, limit: number): Promise<readonly AuditRecord[]>;
  /** Undefined where nothing was ever noted. */
  head(workspaceId: string): Promise<AuditHead | undefined>;
  /** How many have this as their subject, or anywhere in their object. */
  mentions(workspaceId: string, text: string): Promise<number>;
  /** Takes out the records up to the first one that is not older; the chain goes on from there. @returns how many */
  prune(workspaceId: string, olderThanMs: number): Promise<number>;
}
