import type { Pricer } from '@tracewright/pricing';
import { durationMs, type SpanCost, type SpanDetail, type Status, toUsd } from '@tracewright/schema';
import { attributeRecord } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { decodeResource, decodeScope } from '../otlp/read-origin.ts';
import { decodeSpan } from '../otlp/read-span.ts';
import type { SpanRecord } from '../storage/spans/span-record.ts';
import type { StoredSpan } from '../storage/spans/span-store.ts';
import { costOf } from './cost.ts';
import { dialectOf } from './dialect-of.ts';
import type { StepFacts } from './step-facts.ts';

const STATUS: readonly Status[] = ['unset', 'ok', 'error'];

/** Unpacks a stored span for `/api/v1`: what its columns hold comes from them, the rest from its payload. */
export function spanDetail({ record, resource, scope }: StoredSpan, pricer: Pricer): SpanDetail {
  const span = decodeSpan(record.payload);
  const dialect = dialectOf(span.attributes);
  const facts = dialect.facts(span);
  const { name, version } = decodeScope(scope);
  return {
    traceId: record.traceId,
    spanId: record.spanId,
    parentSpanId: record.parentSpanId || null,
    // The column holds it cut.
    name: span.name,
    kind: record.kind,
    otelKind: record.otelKind,
    startNs: record.startNs.toString(),
    durationMs: durationMs(record.startNs, record.endNs),
    status: record.isPending ? 'running' : (STATUS[record.statusCode] ?? 'unset'),
    statusMessage: span.statusMessage || null,
    ttftMs: record.ttftUs < 0 ? null : record.ttftUs / 1_000,
    provider: record.provider || null,
    model: record.model || null,
    usage: withoutGaps(facts),
    isUsageEstimated: record.isUsageEstimated,
    cost: costDetail(record, facts, pricer),
    content: dialect.content(span),
    attributes: attributeRecord(span.attributes),
    events: span.events.map(({ name: event, timeNs, attributes }) => ({
      name: event,
      timeNs: timeNs.toString(),
      attributes: attributeRecord(attributes),
    })),
    links: linksOf(span),
    resource: attributeRecord(decodeResource(resource).attributes),
    scope: { name, version },
  };
}

function linksOf(span: OtlpSpan): SpanDetail['links'] {
  return span.links.map(({ traceId, spanId, attributes }) => ({
    traceId,
    spanId,
    attributes: attributeRecord(attributes),
  }));
}

/** Only fields that were reported: JSON has no undefined. */
function withoutGaps({ usage }: StepFacts): SpanDetail['usage'] {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== undefined));
}

/**
 * The total is the stored one. Its parts are not stored but computed again; where prices have changed since, they
 * would not add up to it and are left out.
 */
function costDetail(record: SpanRecord, facts: StepFacts, pricer: Pricer): SpanCost | null {
  if (record.costNanoUsd < 0 && !record.isCostPartial) return null;
  const now = costOf(facts, pricer, Number(record.startNs / 1_000_000n));
  const isSame = now.totalNanoUsd === record.costNanoUsd && now.source === record.costSource;
  return {
    totalUsd: record.costNanoUsd === -1 ? null : toUsd(record.costNanoUsd),
    partsUsd: isSame
      ? Object.fromEntries(Object.entries(now.partsNanoUsd).map(([part, nano]) => [part, toUsd(nano)]))
      : {},
    unpriced: isSame ? now.unpriced : [],
    source: record.costSource,
  };
}
