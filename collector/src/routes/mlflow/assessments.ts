import type { Nanos } from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import type { Assessment } from '../../storage/tracking/assessments/assessment-store.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { requiredText } from './request-fields.ts';
import { assessmentJson } from './traces/assessment-json.ts';
import { assessmentChange, newAssessment } from './traces/read-assessment.ts';
import { requireMlflowTrace } from './traces/read-traces.ts';
import { parseMlflowTraceId } from './traces/trace-id.ts';

const PATH = '3.0/mlflow/traces/:trace_id/assessments';
const ById = v.object({ trace_id: requiredText, assessment_id: requiredText });
const fields = v.record(v.string(), v.unknown());
/** Protobuf writes a mask as one text with commas; some write the list. */
const mask = v.pipe(
  v.union([v.string(), v.object({ paths: v.array(v.string()) })]),
  v.transform((given) => (typeof given === 'string' ? given.split(',') : given.paths)),
  v.transform((paths) => paths.map((path) => path.trim().replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))),
);

/** `3.0/mlflow/traces/:trace_id/assessments`: the viewer shows those that judge as feedback. */
export const ASSESSMENT_ENDPOINTS: readonly Endpoint[] = [
  endpoint('POST', PATH, v.object({ trace_id: requiredText, assessment: fields }), async (request, context) => {
    const traceId = parseMlflowTraceId(request.trace_id);
    const id = context.traces.newId();
    const assessment = newAssessment(request.assessment, { traceId, id, nowNs: nowNs(context) });
    await requireMlflowTrace(traceId, context);
    await context.stores.assessments.create(context.principal.workspaceId, assessment);
    return { assessment: assessmentJson(assessment) };
  }),
  endpoint('GET', `${PATH}/:assessment_id`, ById, async (request, context) => ({
    assessment: assessmentJson(await required(request, context)),
  })),
  endpoint(
    'PATCH',
    `${PATH}/:assessment_id`,
    v.object({ ...ById.entries, assessment: fields, update_mask: mask }),
    async (request, context) => {
      const known = await required(request, context);
      const change = assessmentChange(request.assessment, request.update_mask, known);
      const { stores, principal } = context;
      const { traceId, id } = known;
      const changed = await stores.assessments.update(principal.workspaceId, traceId, id, change, nowNs(context));
      if (changed === undefined) throw notFound(request);
      return { assessment: assessmentJson(changed) };
    },
  ),
  // What is not there is deleted already.
  endpoint('DELETE', `${PATH}/:assessment_id`, ById, async (request, context) => {
    const traceId = parseMlflowTraceId(request.trace_id);
    await requireMlflowTrace(traceId, context);
    await context.stores.assessments.delete(context.principal.workspaceId, traceId, request.assessment_id);
    return {};
  }),
];

type Place = v.InferOutput<typeof ById>;

async function required(place: Place, context: MlflowContext): Promise<Assessment> {
  const traceId = parseMlflowTraceId(place.trace_id);
  const { stores, principal } = context;
  const assessment = await stores.assessments.get(principal.workspaceId, traceId, place.assessment_id);
  if (assessment !== undefined) return assessment;
  await requireMlflowTrace(traceId, context);
  throw notFound(place);
}

function notFound({ trace_id: traceId, assessment_id: id }: Place): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `Assessment with ID '${id}' not found for trace '${traceId}'`);
}

function nowNs({ clock }: MlflowContext): Nanos {
  return (BigInt(clock.nowMs()) * 1_000_000n) as Nanos;
}
