import type { Pricer } from '@tracewright/pricing';
import { OTEL, TRACEWRIGHT } from '@tracewright/schema';
import { type Evaluation, evaluationOf } from '../normalise/evaluation.ts';
import { normalise, type SpanOrigin } from '../normalise/normalise.ts';
import { readCount, readText } from '../normalise/read-attribute.ts';
import { decodeSpansAs } from '../otlp/decode-trace-request.ts';
import type { OtlpResource } from '../otlp/otlp-request.ts';
import type { SpanOf } from '../otlp/read-trace-request.ts';
import type { SpanGroup, SpanRecord } from '../storage/spans/span-record.ts';
import type { IngestRequest, IngestResult } from './ingest.ts';

/** A request, read and judged, before anything of it is stored. */
export interface PreparedRequest {
  readonly result: IngestResult;
  /** Spans by the name of the experiment that their resource asks for, '' where it asks for none. */
  readonly groupsByExperiment: ReadonlyMap<string, readonly SpanGroup[]>;
  /** What the sender says it has dropped. */
  readonly droppedSpans: number;
}

/** @throws ApiError `MALFORMED_REQUEST` if the body cannot be read, `PAYLOAD_TOO_LARGE` if it holds too much. */
export function prepareRequest(request: IngestRequest, pricer: Pricer): PreparedRequest {
  const groupsByExperiment = new Map<string, SpanGroup[]>();
  const refusals = new Map<string, number>();
  const evaluations: Evaluation[] = [];
  let accepted = 0;
  let droppedSpans = 0;
  const read = decodeSpansAs(request.body, request.encoding, recordsFor(request, pricer, refusals, evaluations));
  for (const { resource, scopeSpans } of read.resourceSpans) {
    const experiment = readText(resource.attributes, [TRACEWRIGHT.experiment]);
    droppedSpans += readCount(resource.attributes, [TRACEWRIGHT.droppedSpans]) ?? 0;
    for (const { scope, spans } of scopeSpans) {
      if (spans.length === 0) continue;
      accepted += spans.length;
      const groups = groupsByExperiment.get(experiment) ?? [];
      groups.push({ resource: resource.payload, scope: scope.payload, spans });
      groupsByExperiment.set(experiment, groups);
    }
  }
  const result = { accepted, ...rejection(refusals), ...(evaluations.length > 0 && { evaluations }) };
  return { result, groupsByExperiment, droppedSpans };
}

/** Makes records of a request's spans, counts those that get none by the reason, and gathers results of evaluations. */
function recordsFor(
  { runId }: IngestRequest,
  pricer: Pricer,
  refusals: Map<string, number>,
  evaluations: Evaluation[],
): SpanOf<SpanRecord> {
  let of: OtlpResource | undefined;
  let origin: SpanOrigin = { service: '', runId };
  return (span, resource) => {
    if (resource !== of) {
      of = resource;
      origin = { service: readText(resource.attributes, [OTEL.serviceName]), runId };
    }
    const { record, refusal } = normalise(span, origin, pricer);
    if (record === undefined) refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
    else if (span.events.length > 0) {
      for (const event of span.events) {
        const evaluation = evaluationOf(record.traceId, record.spanId, event);
        if (evaluation !== undefined) evaluations.push(evaluation);
      }
    }
    return record;
  };
}

function rejection(refusals: ReadonlyMap<string, number>): { rejected: number; message: string } {
  let rejected = 0;
  const reasons: string[] = [];
  for (const [reason, count] of refusals) {
    rejected += count;
    reasons.push(`${count} ${count === 1 ? 'span' : 'spans'}: ${reason}`);
  }
  return { rejected, message: reasons.join('; ') };
}
