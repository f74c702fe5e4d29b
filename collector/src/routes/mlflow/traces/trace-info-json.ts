import { toUsd } from '@tracewright/schema';
import type { TraceRow } from '../../../storage/spans/span-store.ts';
import type { TraceState } from '../../../storage/tracking/trace-infos/trace-info-store.ts';
import { assessmentJson } from './assessment-json.ts';
import type { TraceFacts } from './read-traces.ts';
import { mlflowTraceId } from './trace-id.ts';

/** Tags and metadata that mean something to MLflow's clients. */
export const TRACE_KEY = {
  name: 'mlflow.traceName',
  spansLocation: 'mlflow.trace.spansLocation',
  artifactLocation: 'mlflow.artifactLocation',
  linkedPrompts: 'mlflow.linkedPrompts',
  sourceRun: 'mlflow.sourceRun',
  session: 'mlflow.trace.session',
  user: 'mlflow.trace.user',
  tokenUsage: 'mlflow.trace.tokenUsage',
  cost: 'mlflow.trace.cost',
} as const;

/** A trace as MLflow's `TraceInfoV3` has it, in protobuf's JSON. */
export function traceInfoJson(facts: TraceFacts): object {
  const { traceId, info, previews } = facts;
  const durationMs = durationOf(facts);
  return {
    trace_id: mlflowTraceId(traceId),
    client_request_id: info?.clientRequestId ?? undefined,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentOf(facts) } },
    request_preview: previews.request,
    response_preview: previews.response,
    request_time: new Date(requestMsOf(facts)).toISOString(),
    execution_duration: durationMs === undefined ? undefined : `${(durationMs / 1_000).toFixed(3)}s`,
    state: stateOf(facts),
    trace_metadata: metadataOf(facts),
    tags: tagsOf(facts),
    assessments: facts.assessments.map(assessmentJson),
  };
}

/** The same as the older `TraceInfo`, whose metadata and tags are lists. */
export function traceInfoV2Json(facts: TraceFacts): object {
  const state = stateOf(facts);
  return {
    request_id: mlflowTraceId(facts.traceId),
    experiment_id: experimentOf(facts),
    timestamp_ms: requestMsOf(facts),
    execution_time_ms: durationOf(facts),
    status: state === 'STATE_UNSPECIFIED' ? 'TRACE_STATUS_UNSPECIFIED' : state,
    request_metadata: pairs(metadataOf(facts)),
    tags: pairs(tagsOf(facts)),
  };
}

export function experimentOf({ row, info }: TraceFacts): string {
  // Spans decide: lists and filters know nothing else.
  return row?.experimentId ?? info?.experimentId ?? '0';
}

/** What the spans of a trace say about how it ended; most senders say nothing of what went well. */
export function stateOfRow(row: Pick<TraceRow, 'status'>): TraceState {
  if (row.status === 'running') return 'IN_PROGRESS';
  return row.status === 'error' ? 'ERROR' : 'OK';
}

/** Where a client is to upload what it has about a trace, spans in a `traces.json` among it. */
export function artifactLocation(experimentId: string, traceId: string): string {
  return `mlflow-artifacts:/${experimentId}/traces/${mlflowTraceId(traceId)}/artifacts`;
}

function stateOf({ row, info }: TraceFacts): TraceState {
  return info?.state ?? (row === undefined ? 'STATE_UNSPECIFIED' : stateOfRow(row));
}

function requestMsOf({ row, info }: TraceFacts): number {
  return info?.requestMs ?? (row === undefined ? 0 : Number(row.startNs / 1_000_000n));
}

function durationOf({ row, info }: TraceFacts): number | undefined {
  if (info !== undefined && info.durationMs !== null) return info.durationMs;
  return row === undefined || row.status === 'running' ? undefined : Math.floor(row.durationUs / 1_000);
}

/** What the client said, and what is read from the spans where it did not. */
function metadataOf({ row, metadata }: TraceFacts): Record<string, string> {
  return { ...(row === undefined ? {} : derivedMetadata(row)), ...metadata };
}

function derivedMetadata(row: TraceRow): Record<string, string> {
  const { inputTokens, outputTokens, costNanoUsd } = row;
  const [input, output] = [Math.max(0, inputTokens), Math.max(0, outputTokens)];
  const usage = { input_tokens: input, output_tokens: output, total_tokens: input + output };
  return {
    ...(inputTokens >= 0 || outputTokens >= 0 ? { [TRACE_KEY.tokenUsage]: JSON.stringify(usage) } : {}),
    ...(costNanoUsd === -1 ? {} : { [TRACE_KEY.cost]: JSON.stringify({ total_cost: toUsd(costNanoUsd) }) }),
    ...(row.sessionId === '' ? {} : { [TRACE_KEY.session]: row.sessionId }),
    ...(row.userId === '' ? {} : { [TRACE_KEY.user]: row.userId }),
    ...(row.runId === '' ? {} : { [TRACE_KEY.sourceRun]: row.runId }),
  };
}

function tagsOf(facts: TraceFacts): Record<string, string> {
  const { row, tags, traceId } = facts;
  return {
    [TRACE_KEY.artifactLocation]: artifactLocation(experimentOf(facts), traceId),
    ...(row === undefined ? {} : { [TRACE_KEY.name]: row.name }),
    ...tags,
    ...(row === undefined ? {} : { [TRACE_KEY.spansLocation]: 'TRACKING_STORE' }),
  };
}

function pairs(record: Readonly<Record<string, string>>): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}
