import type { FeedbackSource, Nanos } from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../../../errors.ts';
import type {
  Assessment,
  AssessmentChange,
  AssessmentError,
  AssessmentValue,
} from '../../../storage/tracking/assessments/assessment-store.ts';
import { parseUntrustedJson } from '../../../untrusted-json.ts';
import { parseRequest } from '../endpoint.ts';
import { optional, requiredText, text } from '../request-fields.ts';

const KIND_OF_SOURCE: Readonly<Record<string, FeedbackSource['kind']>> = {
  HUMAN: 'human',
  LLM_JUDGE: 'judge',
  AI_JUDGE: 'judge',
  CODE: 'code',
};

const Feedback = v.object({
  value: v.nullish(v.unknown()),
  error: optional(
    v.object({
      error_code: v.nullish(v.string(), ''),
      error_message: v.nullish(v.string()),
      stack_trace: v.nullish(v.string()),
    }),
  ),
});
const Expectation = v.object({
  value: v.nullish(v.unknown()),
  serialized_value: optional(v.object({ value: v.string() })),
});

const entries = {
  span_id: optional(text),
  rationale: optional(text),
  metadata: v.nullish(v.record(v.string(), v.string()), () => ({})),
  feedback: optional(Feedback),
  expectation: optional(Expectation),
};

/** An assessment in protobuf's JSON, as it is made. */
const Made = v.object({
  ...entries,
  assessment_name: requiredText,
  source: optional(v.object({ source_type: optional(text), source_id: optional(text) })),
  create_time: optional(text),
  last_update_time: optional(text),
  overrides: optional(text),
  valid: v.nullish(v.boolean(), true),
});

/** The same, as it is changed. */
const Changed = v.object({ ...entries, assessment_name: optional(text), valid: optional(v.boolean()) });

/**
 * Reads an assessment that is to be stored.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` if it is none, or neither feedback nor an expectation.
 */
export function newAssessment(
  given: unknown,
  { traceId, id, nowNs }: { readonly traceId: string; readonly id: string; readonly nowNs: Nanos },
): Assessment {
  const made = parseRequest(Made, given as Record<string, unknown>);
  const { feedback, expectation } = made;
  if ((feedback === undefined) === (expectation === undefined)) {
    throw invalid('Exactly one of `expectation`, `feedback`, or `issue` should be specified.');
  }
  const createdNs = nanosOf(made.create_time) ?? nowNs;
  return {
    id: `a-${id.replaceAll('-', '')}`,
    kind: feedback === undefined ? 'expectation' : 'feedback',
    traceId,
    spanId: made.span_id || null,
    name: made.assessment_name,
    value: feedback === undefined ? expectedValue(expectation) : ((feedback.value ?? null) as AssessmentValue),
    error: errorOf(feedback),
    rationale: made.rationale ?? null,
    source: {
      kind: KIND_OF_SOURCE[made.source?.source_type ?? ''] ?? 'code',
      id: made.source?.source_id || 'default',
    },
    metadata: made.metadata,
    overrides: made.overrides || null,
    isValid: made.valid,
    createdNs,
    updatedNs: nanosOf(made.last_update_time) ?? createdNs,
  };
}

/**
 * Reads what is to be changed of an assessment: of `given` only the fields that `paths` names, as protobuf's masks do.
 * Metadata is added to what is there.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` if it makes feedback of an expectation or the other way round.
 */
export function assessmentChange(given: unknown, paths: readonly string[], known: Assessment): AssessmentChange {
  const changed = parseRequest(Changed, given as Record<string, unknown>);
  const has = (path: string): boolean => paths.includes(path);
  if (has('expectation') && known.kind !== 'expectation') {
    throw invalid('Cannot update expectation value on a Feedback assessment.');
  }
  if (has('feedback') && known.kind !== 'feedback') {
    throw invalid('Cannot update feedback value on an Expectation assessment.');
  }
  const { feedback, expectation } = changed;
  return {
    ...(has('assessment_name') && changed.assessment_name !== undefined && { name: changed.assessment_name }),
    ...(has('feedback') && { value: (feedback?.value ?? null) as AssessmentValue, error: errorOf(feedback) }),
    ...(has('expectation') && { value: expectedValue(expectation) }),
    ...(has('rationale') && { rationale: changed.rationale ?? null }),
    ...(has('metadata') && { metadata: { ...known.metadata, ...changed.metadata } }),
    ...(has('valid') && changed.valid !== undefined && { isValid: changed.valid }),
  };
}

function expectedValue(expectation: v.InferOutput<typeof Expectation> | undefined): AssessmentValue {
  const serialized = expectation?.serialized_value?.value;
  if (serialized === undefined) return (expectation?.value ?? null) as AssessmentValue;
  return parseUntrustedJson(
    serialized,
    (options) => new ApiError('INVALID_PARAMETER_VALUE', 'the serialized value of an expectation is JSON', options),
  ) as AssessmentValue;
}

function errorOf(feedback: v.InferOutput<typeof Feedback> | undefined): AssessmentError | null {
  const error = feedback?.error;
  if (error === undefined) return null;
  return { code: error.error_code, message: error.error_message ?? null, stack: error.stack_trace ?? null };
}

/** Undefined for what is no time. */
function nanosOf(time: string | undefined): Nanos | undefined {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? undefined : ((BigInt(ms) * 1_000_000n) as Nanos);
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
