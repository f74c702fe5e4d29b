import * as v from 'valibot';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { checkMaxResults } from './max-results.ts';
import { bool, optional, repeated, requiredList, requiredText, SEARCH_ENTRIES, text } from './request-fields.ts';
import { DeleteTraces, deleteTraces } from './traces/delete-traces.ts';
import { filterCorrelation } from './traces/filter-correlation.ts';
import { readTrace, readTraces, type TraceFacts } from './traces/read-traces.ts';
import { searchInfos } from './traces/search-infos.ts';
import { StartedTraceV3, startTrace } from './traces/start-trace.ts';
import { parseMlflowTraceId, readTraceId } from './traces/trace-id.ts';
import { traceInfoJson } from './traces/trace-info-json.ts';
import { TAG_ENDPOINTS_V3 } from './traces/trace-tags.ts';
import { readWholeTrace, wholeTrace } from './traces/whole-trace.ts';

const MAX_BATCH = 500;
const Batch = v.object({ trace_ids: requiredList(text), experiment_ids: optional(repeated(text)) });

/** `3.0/mlflow/traces`, but for assessments and figures. Fixed paths stand before those with an id. */
export const TRACE_V3_ENDPOINTS: readonly Endpoint[] = [
  endpoint('POST', '3.0/mlflow/traces', v.object({ trace: StartedTraceV3 }), async ({ trace }, context) => ({
    trace: { trace_info: traceInfoJson(await startTrace(trace, context)) },
  })),
  endpoint(
    'GET',
    '3.0/mlflow/traces/get',
    v.object({ trace_id: requiredText, allow_partial: optional(bool) }),
    async ({ trace_id: id, allow_partial: isPartial }, context) => ({
      trace: await readWholeTrace(parseMlflowTraceId(id), { isPartialEnough: isPartial ?? false }, context),
    }),
  ),
  endpoint('GET', '3.0/mlflow/traces/batchGet', Batch, async (request, context) => {
    const traces = await batch(request, context);
    return { traces: await Promise.all(traces.map((facts) => wholeTrace(facts, context))) };
  }),
  endpoint('POST', '3.0/mlflow/traces/batchGetInfos', Batch, async (request, context) => ({
    trace_infos: (await batch(request, context)).map(traceInfoJson),
  })),
  endpoint(
    'POST',
    '3.0/mlflow/traces/search',
    v.object({
      locations: requiredList(v.object({ mlflow_experiment: optional(v.object({ experiment_id: text })) })),
      ...SEARCH_ENTRIES,
    }),
    async (request, context) => {
      const experimentIds = request.locations.flatMap((location) => location.mlflow_experiment?.experiment_id ?? []);
      const page = await searchInfos(experimentIds, request, context);
      return { ...page, traces: page.traces.map(traceInfoJson) };
    },
  ),
  endpoint('POST', '3.0/mlflow/traces/delete-traces', DeleteTraces, deleteTraces),
  endpoint(
    'POST',
    '3.0/mlflow/traces/calculate-filter-correlation',
    v.object({
      experiment_ids: requiredList(text),
      filter_string1: requiredText,
      filter_string2: requiredText,
      base_filter: optional(text),
    }),
    filterCorrelation,
  ),
  endpoint(
    'GET',
    '3.0/mlflow/traces/:trace_id',
    v.object({ trace_id: requiredText }),
    async ({ trace_id: id }, context) => ({
      trace: { trace_info: traceInfoJson(await readTrace(parseMlflowTraceId(id), context)) },
    }),
  ),
  ...TAG_ENDPOINTS_V3,
];

/** Those that are there, of these experiments if any are named; unknown ids are left out. */
async function batch(
  { trace_ids: ids, experiment_ids: experimentIds }: v.InferOutput<typeof Batch>,
  context: MlflowContext,
): Promise<readonly TraceFacts[]> {
  checkMaxResults(ids.length, { most: MAX_BATCH, usual: MAX_BATCH });
  const facts = await readTraces(
    ids.flatMap((id) => readTraceId(id) ?? []),
    context,
  );
  if (experimentIds === undefined) return facts;
  return facts.filter(({ row, info }) => experimentIds.includes(row?.experimentId ?? info?.experimentId ?? ''));
}
