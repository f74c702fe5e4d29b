import type { Nanos } from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../../../errors.ts';
import type { TraceInfo, TraceState } from '../../../storage/tracking/trace-infos/trace-info-store.ts';
import { cutText } from '../cut-text.ts';
import type { MlflowContext } from '../endpoint.ts';
import { newAssessment } from './read-assessment.ts';
import { readTrace, type TraceFacts } from './read-traces.ts';
import { readTraceId } from './trace-id.ts';
import { stateOfRow, TRACE_KEY } from './trace-info-json.ts';
import { MAX_PREVIEW } from './trace-previews.ts';

/** What a client says about a whole trace. */
export interface StartedTrace {
  /** As the client wrote it. */
  readonly traceId: string;
  readonly experimentId: string;
  readonly requestMs: number;
  readonly durationMs: number | null;
  readonly state: TraceState;
  readonly clientRequestId?: string | undefined;
  readonly requestPreview?: string | undefined;
  readonly responsePreview?: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly assessments?: readonly unknown[];
}

const MAX_KEY = 250;
const MAX_VALUE = 8_000;

/** Tags that this server makes of what it knows. */
const DERIVED_TAGS: ReadonlySet<string> = new Set([TRACE_KEY.spansLocation, TRACE_KEY.artifactLocation]);

/**
 * Keeps what a client says about a whole trace; its spans come on their own, mostly before.
 *
 * @throws ApiError `RESOURCE_DOES_NOT_EXIST` if there is no such experiment, `INVALID_PARAMETER_VALUE` for an id that is none.
 */
export async function startTrace(started: StartedTrace, context: MlflowContext): Promise<TraceFacts> {
  const { stores, traces, principal } = context;
  const { workspaceId } = principal;
  const traceId = readTraceId(started.traceId);
  if (traceId === undefined) {
    const text = `Invalid value "${started.traceId}" for parameter 'trace_id' supplied: it is 'tr-' and 32 hex digits`;
    throw new ApiError('INVALID_PARAMETER_VALUE', text);
  }
  await requireActiveExperiment(started.experimentId, context);
  const row = await traces.spans.getTrace(workspaceId, traceId);
  const info: TraceInfo = {
    traceId,
    experimentId: started.experimentId,
    requestMs: started.requestMs,
    durationMs: started.durationMs,
    // What the spans say, too, need not be looked up: filters ask the store of spans for it.
    state: row !== undefined && stateOfRow(row) === started.state ? null : started.state,
    clientRequestId: started.clientRequestId ?? null,
    requestPreview: started.requestPreview === undefined ? null : cutText(started.requestPreview, MAX_PREVIEW),
    responsePreview: started.responsePreview === undefined ? null : cutText(started.responsePreview, MAX_PREVIEW),
    hasSpans: row !== undefined,
  };
  const tags = Object.entries(started.tags).filter(
    ([key, value]) => !DERIVED_TAGS.has(key) && !(key === TRACE_KEY.name && value === row?.name),
  );
  await stores.traceInfos.putInfo(workspaceId, info, {
    metadata: cut(Object.entries(started.metadata)),
    tags: cut(tags),
  });
  for (const given of started.assessments ?? []) {
    const nowNs = (BigInt(context.clock.nowMs()) * 1_000_000n) as Nanos;
    await stores.assessments.create(workspaceId, newAssessment(given, { traceId, id: traces.newId(), nowNs }));
  }
  return readTrace(traceId, context);
}

/** @throws ApiError `RESOURCE_DOES_NOT_EXIST`, `INVALID_PARAMETER_VALUE` if it is deleted. */
async function requireActiveExperiment(id: string, { stores, principal }: MlflowContext): Promise<void> {
  const experiment = await stores.experiments.getById(principal.workspaceId, id);
  if (experiment === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${id} exists`);
  if (experiment.lifecycle === 'active') return;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `The experiment ${id} must be in the 'active' state. Current state is deleted.`,
  );
}

function cut(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(entries.map(([key, value]) => [cutText(key, MAX_KEY), cutText(value, MAX_VALUE)]));
}

const texts = v.nullish(v.record(v.string(), v.string()), () => ({}));

/** `TraceInfoV3` in protobuf's JSON, as far as it is read. */
const InfoV3 = v.object({
  trace_id: v.string(),
  trace_location: v.object({ mlflow_experiment: v.object({ experiment_id: v.string() }) }),
  request_time: v.nullish(v.string()),
  execution_duration: v.nullish(v.pipe(v.string(), v.regex(/^-?\d+(?:\.\d+)?s$/))),
  execution_duration_ms: v.nullish(v.number()),
  state: v.nullish(v.picklist(['STATE_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS']), 'STATE_UNSPECIFIED'),
  client_request_id: v.nullish(v.string()),
  request_preview: v.nullish(v.string()),
  response_preview: v.nullish(v.string()),
  trace_metadata: texts,
  tags: texts,
  assessments: v.nullish(v.array(v.unknown()), () => []),
});

/** The `trace` of a StartTraceV3. */
export const StartedTraceV3: v.GenericSchema<unknown, StartedTrace> = v.pipe(
  v.object({ trace_info: InfoV3 }),
  v.transform(({ trace_info: info }): StartedTrace => {
    const requestMs = info.request_time == null ? 0 : Date.parse(info.request_time);
    const seconds = info.execution_duration == null ? undefined : Number.parseFloat(info.execution_duration);
    return {
      traceId: info.trace_id,
      experimentId: info.trace_location.mlflow_experiment.experiment_id,
      requestMs: Number.isNaN(requestMs) ? 0 : requestMs,
      durationMs: seconds === undefined ? (info.execution_duration_ms ?? null) : Math.round(seconds * 1_000),
      state: info.state,
      clientRequestId: info.client_request_id ?? undefined,
      requestPreview: info.request_preview ?? undefined,
      responsePreview: info.response_preview ?? undefined,
      metadata: info.trace_metadata,
      tags: info.tags,
      assessments: info.assessments,
    };
  }),
);
