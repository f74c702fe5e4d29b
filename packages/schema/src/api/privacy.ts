/** How a rule finds what is to be hidden. */
export type RedactionKind = 'preset' | 'pattern' | 'jsonPath' | 'attribute';

/** What becomes of it: `[name]`, `[name:12 hex digits]` which are the same for the same text, or nothing. */
export type RedactionAction = 'mask' | 'hash' | 'drop';

/** Patterns that come with the collector. */
export type RedactionPreset = 'email' | 'card' | 'iban' | 'secret';

/**
 * `POST /api/v1/redaction/rules`; `PUT /api/v1/redaction/rules/:id` puts another in its place. That and `DELETE` answer 409
 * where `?updatedNs=` is not what the rule has now.
 */
export interface RedactionRuleBody {
  /** What stands where something was hidden: letters, digits, `_`, `-` and spaces, 40 at most. */
  readonly name: string;
  readonly kind: RedactionKind;
  /**
   * A preset's name; a pattern in RE2's syntax; a path such as `$.messages[*].content` or `$..email` into values that are
   * JSON or structured; or the key of an attribute, in which `*` stands for any text.
   */
  readonly value: string;
  /** Keys of the attributes that are looked through, `*` for any text; absent or empty: all. */
  readonly keys?: readonly string[];
  readonly action: RedactionAction;
  /** Default true. */
  readonly isEnabled?: boolean;
}

/** `GET /api/v1/redaction/rules`, in the order in which they are applied. */
export interface RedactionRule extends Required<RedactionRuleBody> {
  readonly id: string;
  readonly createdNs: string;
  readonly updatedNs: string;
}

/** `POST /api/v1/redaction/dry-run`: what rules would hide in stored traces, which stay as they are. */
export interface RedactionDryRunBody {
  /** Of traces; '' or absent: any, the latest first. */
  readonly filter?: string;
  /** Absent: the rules of the workspace that are enabled. */
  readonly rules?: readonly RedactionRuleBody[];
  /** Traces that are looked through, 1 to 1,000; default 100. */
  readonly limit?: number;
  /** Whether samples also say what is stored now: who may ask may read the traces as well. Default false. */
  readonly showsStored?: boolean;
}

export interface RedactionDryRun {
  readonly traceCount: number;
  readonly spanCount: number;
  /** Spans in which something would be hidden. */
  readonly redactedSpanCount: number;
  readonly rules: readonly RedactionDryRunRule[];
}

export interface RedactionDryRunRule {
  readonly name: string;
  readonly matchCount: number;
  /** Where, with what is around it; what would be hidden is hidden here, too. A few. */
  readonly samples: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly key: string;
    readonly text: string;
    /** The same as it is stored, cut where what would be hidden is long; absent unless it was asked for. */
    readonly stored?: RedactionFinding;
  }[];
}

/** A part of a text that a rule finds. */
export interface RedactionFinding {
  readonly text: string;
  /** First character of the part, and the one behind its last. */
  readonly start: number;
  readonly end: number;
}

/** `PUT /api/v1/redaction/order`, answered with all rules: each exactly once, the one that is applied first at the front. */
export interface RedactionOrderBody {
  readonly ids: readonly string[];
}

/** `POST /api/v1/redaction/try`: what rules make of a text, which is stored nowhere. */
export interface RedactionTrialBody {
  /** The value of an attribute, 100,000 characters at most. */
  readonly text: string;
  /** Key of that attribute; absent: one that rules for single attributes do not name. */
  readonly key?: string;
  /** Absent: the rules of the workspace that are enabled. */
  readonly rules?: readonly RedactionRuleBody[];
}

export interface RedactionTrial {
  /** The text as it would be stored; null: the attribute would not be there at all. */
  readonly text: string | null;
  readonly rules: readonly { readonly name: string; readonly matchCount: number }[];
}

/** `POST /api/v1/privacy/erasures`, answered with an {@link Erasure} that goes on by itself. */
export interface NewErasureBody {
  readonly of: 'user' | 'session';
  /** Id of the user or session as spans have it. */
  readonly value: string;
  /** Only say how much there is; nothing is deleted and nothing kept. Default false. */
  readonly dryRun?: boolean;
  /** How long what arrives late goes as well, days, 0 to 3,650; default 30. */
  readonly watchDays?: number;
}

/** `GET /api/v1/privacy/erasures` and `GET /api/v1/privacy/erasures/:id`. Whom it was about is not in it. */
export interface Erasure {
  readonly id: string;
  readonly of: 'user' | 'session';
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly isDryRun: boolean;
  readonly requestedBy: string;
  readonly requestedNs: string;
  readonly finishedNs: string | null;
  /** Until then what arrives late is deleted as well. */
  readonly watchedUntilNs: string | null;
  readonly counts: ErasureCounts;
  /** Runs that stay, or parts of them, of which nobody here can know whether they tell of whom it is about; 1,000 at most. */
  readonly leftOver: readonly ErasureLeftOver[];
  /** Why it failed; it is tried again. */
  readonly error: string | null;
}

/**
 * Why a run is to be looked at by whoever has made it: it names them elsewhere than where it says whom it is about (`named`),
 * traces that went belonged to it and it has logged what it likes (`traces`), one of its tables cannot be read
 * (`unreadableTable`), or its files are in a store of somebody else's (`keptElsewhere`).
 */
export interface ErasureLeftOver {
  readonly runId: string;
  readonly why: 'named' | 'traces' | 'unreadableTable' | 'keptElsewhere';
}

/** What was deleted, or would be. */
export interface ErasureCounts {
  readonly traces: number;
  readonly spans: number;
  /** Feedback and expectations. */
  readonly assessments: number;
  readonly traceTags: number;
  readonly evaluationRows: number;
  readonly datasetRecords: number;
  /** Contents that did not stand in spans. One that another trace has as well stays there. */
  readonly payloads: number;
  readonly runLinks: number;
  /** Runs whose tags say that they are about them. */
  readonly runs: number;
  /** Files of these runs. */
  readonly artifacts: number;
  /** Rows of tables that other runs have logged, in which they or one of their traces are named. */
  readonly tableRows: number;
  /** Traces among those above that came after the first deletion. */
  readonly lateTraces: number;
  /** Entries of the audit log that name whom it is about: they stay, since the log is a chain, and go by age. */
  readonly auditMentions: number;
}

/** `GET /api/v1/privacy/retention/preview?experimentId=&days=`: what such a rule would delete if it were applied now. */
export interface RetentionPreview {
  readonly traceCount: number;
  readonly isEstimate: boolean;
}

/**
 * `GET /api/v1/privacy/retention/due?experimentIds=`: what the rules of these experiments would delete if
 * they were applied now: ids with commas between, 200 at most; absent: all that have a rule.
 */
export interface RetentionDue {
  readonly items: readonly (RetentionPreview & { readonly experimentId: string })[];
}

/**
 * `GET /api/v1/privacy/retention`, of experiments that have a rule; `PUT` and `DELETE /api/v1/privacy/retention/:experimentId`,
 * which answer 409 where `?updatedNs=` is not what the rule has now. 0 stands for there being none.
 */
export interface ExperimentRetention {
  readonly experimentId: string;
  /** Traces of the experiment go so many days after they ended; null: never, whatever the rule for all says. */
  readonly days: number | null;
  readonly updatedNs: string;
}
