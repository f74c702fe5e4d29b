import type { Pricer } from '@tracewright/pricing';
import { OTEL, TRACEWRIGHT } from '@tracewright/schema';
import { normalise, type SpanOrigin } from '../normalise/normalise.ts';
import { readText } from '../normalise/read-attribute.ts';
import { decodeTraceRequest } from '../otlp/decode-trace-request.ts';
import type { OtlpScopeSpans } from '../otlp/otlp-request.ts';
import type { SpanGroup, SpanRecord } from '../storage/spans/span-record.ts';
import type { IngestRequest, IngestResult } from './ingest.ts';

/** A request, read and judged, before anything of it is stored. */
export interface PreparedRequest {
  readonly result: IngestResult;
  /** Spans by the name of the experiment that their resource asks for, '' where it asks for none. */
  readonly groupsByExperiment: ReadonlyMap<string, readonly SpanGroup[]>;
}

/** @throws ApiError `MALFORMED_REQUEST` if the body cannot be read, `PAYLOAD_TOO_LARGE` if it holds too much. */
export function prepareRequest(request: IngestRequest, pricer: Pricer): PreparedRequest {
  const groupsByExperiment = new Map<string, SpanGroup[]>();
  const refusals = new Map<string, number>();
  let accepted = 0;
  for (const { resource, scopeSpans } of decodeTraceRequest(request.body, request.encoding).resourceSpans) {
    const origin = { service: readText(resource.attributes, [OTEL.serviceName]), runId: request.runId };
    const experiment = readText(resource.attributes, [TRACEWRIGHT.experiment]);
    for (const scoped of scopeSpans) {
      const spans = recordsOf(scoped, origin, pricer, refusals);
      if (spans.length === 0) continue;
      accepted += spans.length;
      const groups = groupsByExperiment.get(experiment) ?? [];
      groups.push({ resource: resource.payload, scope: scoped.scope.payload, spans });
      groupsByExperiment.set(experiment, groups);
    }
  }
  return { result: { accepted, ...rejection(refusals) }, groupsByExperiment };
}

function recordsOf(
  { spans }: OtlpScopeSpans,
  origin: SpanOrigin,
  pricer: Pricer,
  refusals: Map<string, number>,
): readonly SpanRecord[] {
  const records: SpanRecord[] = [];
  for (const span of spans) {
    const { record, refusal } = normalise(span, origin, pricer);
    if (record !== undefined) records.push(record);
    else refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
  }
  return records;
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
