import type { Pricer } from '@tracewright/pricing';
import { decodeSpan } from '../otlp/read-span.ts';
import type { SpanRecord } from '../storage/spans/span-record.ts';
import { costOf, standsForCall } from './cost.ts';
import { dialectOf } from './dialect-of.ts';

/** The columns that say what a span cost. */
export type CostColumns = Pick<SpanRecord, 'costNanoUsd' | 'isCostPartial' | 'costSource'>;

/** What a stored span costs by the prices of now, at the time when it was made. A provider's own figure stays. */
export function costColumns(record: SpanRecord, pricer: Pricer): CostColumns {
  const { kind, costNanoUsd, isCostPartial, costSource } = record;
  if (!standsForCall(kind)) return { costNanoUsd, isCostPartial, costSource };
  const span = decodeSpan(record.payload);
  const facts = dialectOf(span.attributes).facts(span);
  const cost = costOf(facts, pricer, Number(record.startNs / 1_000_000n));
  return { costNanoUsd: cost.totalNanoUsd, isCostPartial: cost.isPartial, costSource: cost.source };
}
