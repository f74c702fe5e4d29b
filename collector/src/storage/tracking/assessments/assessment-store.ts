import type { FeedbackSource, Nanos } from '@tracewright/schema';

/** What a value of an assessment may be: whatever JSON has. */
export type AssessmentValue =
  | string
  | number
  | boolean
  | null
  | readonly AssessmentValue[]
  | { readonly [key: string]: AssessmentValue };

export type AssessmentKind = 'feedback' | 'expectation';

/** Why a judge came to no judgement. */
export interface AssessmentError {
  readonly code: string;
  readonly message: string | null;
  readonly stack: string | null;
}

/** Feedback on a trace, or what would have been right. */
export interface Assessment {
  readonly id: string;
  readonly kind: AssessmentKind;
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits; null: about the whole trace. */
  readonly spanId: string | null;
  readonly name: string;
  readonly value: AssessmentValue;
  readonly error: AssessmentError | null;
  readonly rationale: string | null;
  readonly source: FeedbackSource;
  readonly metadata: Readonly<Record<string, string>>;
  /** Id of the assessment of the same trace that this one takes the place of. */
  readonly overrides: string | null;
  /** False while another one overrides it. */
  readonly isValid: boolean;
  readonly createdNs: Nanos;
  readonly updatedNs: Nanos;
}

/** What is left out stays as it is. */
export type AssessmentChange = Partial<
  Pick<Assessment, 'name' | 'value' | 'error' | 'rationale' | 'metadata' | 'isValid'>
>;

/** What an assessment says, for filters. */
export interface NamedValue {
  readonly traceId: string;
  readonly value: AssessmentValue;
}

/**
 * Judgements and expectations about traces: the rows that `TraceNoteStore` shows as feedback where they are judgements.
 * Contract: `assessment-store.contract.ts`.
 */
export interface AssessmentStore {
  /**
   * The assessment that it overrides is no longer valid from then on.
   *
   * @throws ApiError `RESOURCE_ALREADY_EXISTS` if the id is taken, `RESOURCE_DOES_NOT_EXIST` if there is none to override.
   */
  create(workspaceId: string, assessment: Assessment): Promise<void>;
  get(workspaceId: string, traceId: string, id: string): Promise<Assessment | undefined>;
  /** Of each trace that has any, oldest first. */
  listOf(workspaceId: string, traceIds: readonly string[]): Promise<ReadonlyMap<string, readonly Assessment[]>>;
  /** @returns the assessment as it is then, undefined if the trace has none of that id. */
  update(
    workspaceId: string,
    traceId: string,
    id: string,
    change: AssessmentChange,
    nowNs: Nanos,
  ): Promise<Assessment | undefined>;
  /** What it overrode is valid again. @returns whether it was there. */
  delete(workspaceId: string, traceId: string, id: string): Promise<boolean>;
  /** All valid ones of this kind and name. */
  valuesNamed(workspaceId: string, kind: AssessmentKind, name: string): Promise<readonly NamedValue[]>;
}
