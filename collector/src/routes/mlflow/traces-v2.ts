import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { noted } from '../../storage/tracking/request-answers/repeated-request.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import {
  int64,
  keyValue,
  optional,
  repeated,
  requiredList,
  requiredText,
  SEARCH_ENTRIES,
  text,
} from './request-fields.ts';
import { DeleteTraces, deleteTraces } from './traces/delete-traces.ts';
import { linkPrompts, linkTracesToRun } from './traces/link-traces.ts';
import { readTrace } from './traces/read-traces.ts';
import { searchInfos } from './traces/search-infos.ts';
import { startTrace } from './traces/start-trace.ts';
import { parseMlflowTraceId } from './traces/trace-id.ts';
import { traceInfoV2Json } from './traces/trace-info-json.ts';
import { TAG_ENDPOINTS_V2 } from './traces/trace-tags.ts';

const added = { request_metadata: repeated(keyValue), tags: repeated(keyValue) };

/** `2.0/mlflow/traces`: what clients of today still use, and the interface of clients before 3. */
export const TRACE_V2_ENDPOINTS: readonly Endpoint[] = [
  endpoint('POST', '2.0/mlflow/traces/delete-traces', DeleteTraces, deleteTraces),
  endpoint(
    'POST',
    '2.0/mlflow/traces/link-to-run',
    v.object({ trace_ids: requiredList(text), run_id: requiredText }),
    linkTracesToRun,
  ),
  endpoint(
    'POST',
    '2.0/mlflow/traces/link-prompts',
    v.object({
      trace_id: requiredText,
      prompt_versions: requiredList(
        v.object({ name: requiredText, version: v.pipe(v.unknown(), v.transform(String)) }),
      ),
    }),
    linkPrompts,
  ),
  endpoint(
    'POST',
    '2.0/mlflow/traces',
    v.object({ experiment_id: requiredText, timestamp_ms: optional(int64), ...added }),
    async (request, context) => {
      const facts = await startTrace(
        {
          traceId: noted(() => randomBytes(16).toString('hex')),
          experimentId: request.experiment_id,
          requestMs: request.timestamp_ms ?? context.clock.nowMs(),
          durationMs: null,
          state: 'IN_PROGRESS',
          metadata: recordOf(request.request_metadata),
          tags: recordOf(request.tags),
        },
        context,
      );
      return { trace_info: traceInfoV2Json(facts) };
    },
  ),
  endpoint(
    'PATCH',
    '2.0/mlflow/traces/:request_id',
    v.object({
      request_id: requiredText,
      timestamp_ms: optional(int64),
      status: v.nullish(v.picklist(['OK', 'ERROR', 'IN_PROGRESS', 'TRACE_STATUS_UNSPECIFIED']), 'OK'),
      ...added,
    }),
    endTrace,
  ),
  endpoint(
    'GET',
    '2.0/mlflow/traces/:request_id/info',
    v.object({ request_id: requiredText }),
    async (request, context) => ({
      trace_info: traceInfoV2Json(await readTrace(parseMlflowTraceId(request.request_id), context)),
    }),
  ),
  endpoint(
    'GET',
    '2.0/mlflow/traces',
    v.object({
      experiment_ids: requiredList(text),
      ...SEARCH_ENTRIES,
    }),
    async (request, context) => {
      const page = await searchInfos(request.experiment_ids, request, context);
      return { ...page, traces: page.traces.map(traceInfoV2Json) };
    },
  ),
  ...TAG_ENDPOINTS_V2,
];

interface EndedTrace {
  readonly request_id: string;
  readonly timestamp_ms: number | undefined;
  readonly status: 'OK' | 'ERROR' | 'IN_PROGRESS' | 'TRACE_STATUS_UNSPECIFIED';
  readonly request_metadata: readonly Pair[];
  readonly tags: readonly Pair[];
}

interface Pair {
  readonly key: string;
  readonly value: string;
}

async function endTrace(request: EndedTrace, context: MlflowContext): Promise<object> {
  const traceId = parseMlflowTraceId(request.request_id);
  const { info } = await readTrace(traceId, context);
  if (info === undefined)
    throw new ApiError('INVALID_PARAMETER_VALUE', `trace ${request.request_id} was not started here`);
  const endMs = request.timestamp_ms ?? context.clock.nowMs();
  const ended = await startTrace(
    {
      traceId,
      experimentId: info.experimentId,
      requestMs: info.requestMs,
      durationMs: Math.max(0, endMs - info.requestMs),
      state: request.status === 'TRACE_STATUS_UNSPECIFIED' ? 'STATE_UNSPECIFIED' : request.status,
      metadata: recordOf(request.request_metadata),
      tags: recordOf(request.tags),
    },
    context,
  );
  return { trace_info: traceInfoV2Json(ended) };
}

function recordOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
