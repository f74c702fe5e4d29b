/** What became of what somebody asked for. */
export type AuditOutcome = 'done' | 'refused' | 'failed';

/** Who did what, to what, from where. Never a body, a prompt or a secret. */
export interface AuditAct {
  /** Such as `experiment.delete` or `auth.sign-in`. */
  readonly action: string;
  /** What it was done to, such as `experiments/7`; '' where there is no one object. */
  readonly object: string;
  /** Who, as records name them. */
  readonly subject: string;
  /** How they showed who they are; `collector`: it did it by itself. */
  readonly via: 'open' | 'key' | 'session' | 'basic' | 'collector';
  /** Id of the key that was shown; '' where none was. */
  readonly keyId: string;
  /** Address of the client; '' where it is not known. */
  readonly address: string;
  readonly outcome: AuditOutcome;
  /** HTTP status of the answer; 0 where there was no request, or where it stands for several that were answered otherwise. */
  readonly status: number;
  /**
   * How many it stands for where what is alike is counted: refusals of one origin within ten minutes, spans and metrics
   * that one sender sends within an hour. Default: 1. What they do not have in common is ''.
   */
  readonly count?: number;
}

/** `GET /api/v1/audit?action=&subject=&object=&outcome=&from=&to=&limit=&cursor=`: entries of a workspace, the last first. */
export interface AuditEntry extends AuditAct {
  readonly count: number;
  /** From 1 on, without gaps within the workspace. */
  readonly seq: number;
  readonly atNs: string;
  /** Which process wrote it, and which of its entries in this workspace it is: a gap there is an entry that was lost. */
  readonly writer: string;
  readonly ordinal: number;
  /** SHA-256 over the entry and the hash of the one before, 64 hex digits. */
  readonly hash: string;
}

/** `GET /api/v1/audit/verify`: whether the chain holds. */
export interface AuditCheck {
  readonly isWhole: boolean;
  /** Entries that were looked at. */
  readonly count: number;
  /** The last entry: kept elsewhere, it proves later that nothing before it was changed. Null: there is none. */
  readonly head: { readonly seq: number; readonly hash: string } | null;
  /** What was found wrong, the earliest first; 100 at most. */
  readonly findings: readonly AuditFinding[];
  /** Processes that ended without saying so: entries of their last moments may never have been written. */
  readonly unclosed: readonly { readonly writer: string; readonly lastNs: string }[];
}

export interface AuditFinding {
  readonly seq: number;
  readonly problem: 'changed' | 'missing' | 'out of order' | 'cut off' | 'lost';
  readonly message: string;
}
