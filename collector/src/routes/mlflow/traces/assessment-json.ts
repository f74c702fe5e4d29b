import type { FeedbackSource, Nanos } from '@tracewright/schema';
import type { Assessment } from '../../../storage/tracking/assessments/assessment-store.ts';
import { mlflowTraceId } from './trace-id.ts';

/** MLflow's words for who judged. */
export const SOURCE_TYPE: Readonly<Record<FeedbackSource['kind'], string>> = {
  human: 'HUMAN',
  judge: 'LLM_JUDGE',
  code: 'CODE',
};

/** An assessment as MLflow's protobuf has it, in JSON. */
export function assessmentJson(assessment: Assessment): object {
  const { kind, source } = assessment;
  return {
    assessment_id: assessment.id,
    assessment_name: assessment.name,
    trace_id: mlflowTraceId(assessment.traceId),
    span_id: assessment.spanId ?? undefined,
    source: { source_type: SOURCE_TYPE[source.kind], source_id: source.id },
    create_time: timestamp(assessment.createdNs),
    last_update_time: timestamp(assessment.updatedNs),
    ...(kind === 'feedback' ? { feedback: feedbackJson(assessment) } : { expectation: expectationJson(assessment) }),
    rationale: assessment.rationale ?? undefined,
    metadata: assessment.metadata,
    overrides: assessment.overrides ?? undefined,
    valid: assessment.isValid,
  };
}

function feedbackJson({ value, error }: Assessment): object {
  if (error === null) return { value };
  const { code, message, stack } = error;
  const said = { error_code: code, error_message: message ?? undefined, stack_trace: stack ?? undefined };
  return { value, error: said };
}

/** Values that are no scalars travel as a text of JSON. */
function expectationJson({ value }: Assessment): object {
  if (typeof value !== 'object') return { value };
  return { serialized_value: { serialization_format: 'JSON_FORMAT', value: JSON.stringify(value) } };
}

function timestamp(timeNs: Nanos): string {
  return new Date(Number(timeNs / 1_000_000n)).toISOString();
}
