import type { Pricer } from '@tracewright/pricing';
import { OTEL, TRACEWRIGHT } from '@tracewright/schema';
import { evaluationOf } from '../normalise/evaluation.ts';
import { normalise, type SpanOrigin } from '../normalise/normalise.ts';
import { readCount, readText } from '../normalise/read-attribute.ts';
import { traceTags } from '../normalise/trace-tags.ts';
import { decodeSpansAs } from '../otlp/decode-trace-request.ts';
import type { OtlpResource } from '../otlp/otlp-request.ts';
import type { SpanOf } from '../otlp/read-trace-request.ts';
import type { SpanGroup, SpanRecord } from '../storage/spans/span-record.ts';
import type { IngestRequest } from './ingest.ts';
import { RequestTally } from './request-tally.ts';

/** A request, read and judged, before anything of it is stored. */
export interface PreparedRequest {
  /** Spans by the name of the experiment that their resource asks for, '' where it asks for none. */
  readonly groupsByExperiment: ReadonlyMap<string, readonly SpanGroup[]>;
  /** What the sender says it has dropped. */
  readonly droppedSpans: number;
}

/**
 * Reads a request's spans, or a part of them, and notes what has become of them.
 *
 * @throws ApiError `MALFORMED_REQUEST` if the body cannot be read, `PAYLOAD_TOO_LARGE` if it holds too much.
 */
export function prepareRequest(
  request: IngestRequest,
  pricer: Pricer,
  tally: RequestTally = new RequestTally(),
): PreparedRequest {
  const groupsByExperiment = new Map<string, SpanGroup[]>();
  let droppedSpans = 0;
  const read = decodeSpansAs(request.body, request.encoding, recordsFor(request, pricer, tally));
  for (const { resource, scopeSpans } of read.resourceSpans) {
    const experiment = readText(resource.attributes, [TRACEWRIGHT.experiment]);
    droppedSpans += droppedSpansOf(resource);
    for (const { scope, spans } of scopeSpans) {
      if (spans.length === 0) continue;
      tally.accept(spans.length);
      const groups = groupsByExperiment.get(experiment) ?? [];
      groups.push({ resource: resource.payload, scope: scope.payload, spans });
      groupsByExperiment.set(experiment, groups);
    }
  }
  return { groupsByExperiment, droppedSpans };
}

/** Spans that the sender says it has dropped. */
export function droppedSpansOf({ attributes }: OtlpResource): number {
  return readCount(attributes, [TRACEWRIGHT.droppedSpans]) ?? 0;
}

/** Makes records of a request's spans, notes those that get none, and what is said of evaluations and tags. */
function recordsFor({ runId }: IngestRequest, pricer: Pricer, tally: RequestTally): SpanOf<SpanRecord> {
  let of: OtlpResource | undefined;
  let origin: SpanOrigin = { service: '', runId };
  return (span, resource) => {
    if (resource !== of) {
      of = resource;
      origin = { service: readText(resource.attributes, [OTEL.serviceName]), runId };
    }
    const { record, refusal } = normalise(span, origin, pricer);
    if (record === undefined) tally.refuse(refusal);
    else {
      tally.tag(traceTags(record.traceId, span.attributes));
      for (const event of span.events) {
        const evaluation = evaluationOf(record.traceId, record.spanId, event);
        if (evaluation !== undefined) tally.evaluations.push(evaluation);
      }
    }
    return record;
  };
}
