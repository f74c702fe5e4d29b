import type { Erasure, RedactionAction, RedactionKind } from '@tracewright/schema';

export interface PrivacyTables {
  readonly redaction_rules: RedactionRuleRow;
  readonly privacy_secrets: PrivacySecretRow;
  readonly experiment_retention: ExperimentRetentionRow;
  readonly erasures: ErasureRow;
  readonly erased_traces: ErasedTraceRow;
  readonly erasure_cursors: ErasureCursorRow;
}

export interface RedactionRuleRow {
  readonly workspace_id: string;
  readonly id: string;
  /** Rules are applied in this order. */
  readonly place: number;
  readonly name: string;
  readonly kind: RedactionKind;
  readonly value: string;
  /** JSON: a list of texts. */
  readonly keys: string;
  readonly action: RedactionAction;
  readonly is_enabled: 0 | 1;
  readonly created_ms: number;
  readonly updated_ms: number;
}

interface PrivacySecretRow {
  readonly workspace_id: string;
  /** 64 hex digits. */
  readonly secret: string;
}

export interface ExperimentRetentionRow {
  readonly workspace_id: string;
  readonly experiment: number;
  /** Null: for ever. */
  readonly days: number | null;
  readonly updated_ms: number;
}

export interface ErasureRow {
  readonly workspace_id: string;
  readonly id: string;
  readonly subject_kind: Erasure['of'];
  /** Whom it is about; null once it is done. */
  readonly subject: string | null;
  /** Keyed digest of the same. */
  readonly digest: string;
  readonly state: Erasure['state'];
  readonly is_dry_run: 0 | 1;
  readonly requested_by: string;
  readonly requested_ms: number;
  readonly finished_ms: number | null;
  readonly watched_until_ms: number | null;
  /** JSON. */
  readonly counts: string;
  /** JSON: a list of `ErasureLeftOver`. */
  readonly left_over: string;
  readonly error: string | null;
}

interface ErasedTraceRow {
  readonly workspace_id: string;
  readonly trace_id: string;
  readonly erasure_id: string;
}

interface ErasureCursorRow {
  readonly workspace_id: string;
  /** Of the store of spans: changes up to it were looked through. */
  readonly cursor: number;
}
