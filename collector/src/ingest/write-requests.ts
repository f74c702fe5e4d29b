import type { Pricer } from '@tracewright/pricing';
import { ApiError } from '../errors.ts';
import { type Evaluation, evaluationOf } from '../normalise/evaluation.ts';
import { eventPreview } from '../normalise/event-preview.ts';
import { countMetrics } from '../otlp/count-metrics.ts';
import type { OtlpEvent } from '../otlp/otlp-request.ts';
import { readLogRequest } from '../otlp/read-log-request.ts';
import { decodeSpan } from '../otlp/read-span.ts';
import { payloadWithEvents } from '../storage/spans/late-events.ts';
import type { LateEvent, SpanBatch } from '../storage/spans/span-record.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { IngestRequest, IngestResult, ResolveExperiment } from './ingest.ts';
import { prepareRequest } from './prepare-request.ts';

/** The experiment of traces that name none. */
export const DEFAULT_EXPERIMENT_ID = '0';

/** Spans that are held decoded at one time, at most, though always one request's: small ones take far more than their bytes. */
const MAX_DECODED_SPANS = 50_000;

/** What writing takes. */
export interface WriteDeps {
  readonly store: Pick<SpanStore, 'append'>;
  readonly pricer: Pricer;
  readonly resolveExperiment: ResolveExperiment;
}

export type Outcome =
  | { readonly result: IngestResult; readonly error?: undefined }
  | { readonly error: ApiError; readonly result?: undefined };

interface Ready {
  readonly index: number;
  readonly result: IngestResult;
  readonly batches: readonly SpanBatch[];
}

/**
 * Stores requests in one commit, or in several where they hold very many spans. One that cannot be read fails alone; and if the store refuses the commit, each is
 * tried by itself, so that a request which the store chokes on takes no other down.
 *
 * @returns the outcomes in the order of the requests.
 */
export async function writeRequests(requests: readonly IngestRequest[], deps: WriteDeps): Promise<readonly Outcome[]> {
  const outcomes = new Array<Outcome>(requests.length);
  const resolve = onceForEachName(deps.resolveExperiment);
  let ready: Ready[] = [];
  let spans = 0;
  const commitReady = async (): Promise<void> => {
    for (const { index, outcome } of await commit(ready, deps.store)) outcomes[index] = outcome;
    ready = [];
    spans = 0;
  };
  for (const [index, request] of requests.entries()) {
    try {
      const prepared = await prepare(request, deps.pricer, resolve);
      ready.push({ index, ...prepared });
      spans += prepared.result.accepted;
    } catch (error) {
      outcomes[index] = { error: asApiError(error, 'INTERNAL_ERROR', 'the request could not be processed') };
    }
    if (spans >= MAX_DECODED_SPANS) await commitReady();
  }
  await commitReady();
  return outcomes;
}

async function prepare(
  request: IngestRequest,
  pricer: Pricer,
  resolve: ResolveExperiment,
): Promise<{ result: IngestResult; batches: readonly SpanBatch[] }> {
  const { signal, body, encoding, workspaceId } = request;
  if (signal === 'metrics') return { result: acceptedAll(countMetrics(body, encoding)), batches: [] };
  if (signal === 'logs') {
    const { count, events } = readLogRequest(body, encoding);
    const logged = events.map(loggedEvent);
    const batch = {
      workspaceId,
      experimentId: DEFAULT_EXPERIMENT_ID,
      groups: [],
      events: logged.map(({ late }) => late),
    };
    const evaluations = logged.flatMap(({ evaluation }) => evaluation ?? []);
    const result = { ...acceptedAll(count), ...(evaluations.length > 0 && { evaluations }) };
    return { result, batches: events.length === 0 ? [] : [batch] };
  }
  const { result, groupsByExperiment, droppedSpans } = prepareRequest(request, pricer);
  const batches: SpanBatch[] = [];
  for (const [name, groups] of groupsByExperiment) {
    const named = name === '' ? DEFAULT_EXPERIMENT_ID : undefined;
    const experimentId = request.experimentId || (named ?? (await resolve(name, workspaceId)));
    batches.push({ workspaceId, experimentId, groups });
  }
  // Once a request, whatever its spans are.
  const [first] = batches;
  if (first !== undefined && droppedSpans > 0) batches[0] = { ...first, droppedSpans };
  return { result, batches };
}

/** What an event says that is to be known without reading it again. */
function loggedEvent(late: LateEvent): { readonly late: LateEvent; readonly evaluation: Evaluation | undefined } {
  const [event] = decodeSpan(payloadWithEvents(new Uint8Array(), [late.event])).events as [OtlpEvent];
  const evaluation = evaluationOf(late.traceId, late.spanId, event);
  return { late: { ...late, preview: eventPreview(event) }, evaluation };
}

function acceptedAll(accepted: number): IngestResult {
  return { accepted, rejected: 0, message: '' };
}

async function commit(
  ready: readonly Ready[],
  store: WriteDeps['store'],
): Promise<readonly { index: number; outcome: Outcome }[]> {
  const batches = ready.flatMap((request) => request.batches);
  try {
    if (batches.length > 0) await store.append(batches);
    return ready.map(({ index, result }) => ({ index, outcome: { result } }));
  } catch (cause) {
    if (ready.length > 1) return (await Promise.all(ready.map((request) => commit([request], store)))).flat();
    const error = asApiError(cause, 'TEMPORARILY_UNAVAILABLE', 'the spans could not be stored');
    return ready.map(({ index }) => ({ index, outcome: { error } }));
  }
}

function onceForEachName(resolveExperiment: ResolveExperiment): ResolveExperiment {
  const asked = new Map<string, Promise<string>>();
  return (name, workspaceId) => {
    const key = JSON.stringify([workspaceId, name]);
    const id = asked.get(key) ?? resolveExperiment(name, workspaceId);
    asked.set(key, id);
    return id;
  };
}

function asApiError(error: unknown, code: 'INTERNAL_ERROR' | 'TEMPORARILY_UNAVAILABLE', message: string): ApiError {
  return error instanceof ApiError ? error : new ApiError(code, message, { cause: error });
}
