import type { AuditAct, AuditOutcome } from '@tracewright/schema';

export interface AuditTables {
  readonly audit_entries: AuditEntryRow;
  readonly audit_heads: AuditHeadRow;
}

export interface AuditEntryRow {
  readonly workspace_id: string;
  /** From 1 on. */
  readonly seq: number;
  readonly at_ms: number;
  readonly writer: string;
  readonly ordinal: number;
  readonly action: string;
  readonly object: string;
  readonly subject: string;
  readonly via: AuditAct['via'];
  readonly key_id: string;
  readonly address: string;
  readonly outcome: AuditOutcome;
  readonly status: number;
  readonly hash: string;
  /** How many acts it stands for. */
  readonly count: number;
}

export interface AuditHeadRow {
  readonly workspace_id: string;
  /** Of the last entry. */
  readonly seq: number;
  readonly hash: string;
  /** Of the last entry that retention has taken out; 0 and the chain's beginning where it has taken none. */
  readonly base_seq: number;
  readonly base_hash: string;
}
