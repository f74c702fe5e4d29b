import type { Arrival, RootClaim } from '../../arrivals.ts';
import { replaces } from '../../record-rule.ts';
import type { SpanRecord } from '../../span-record.ts';
import { minuteOf } from '../span-rows.ts';
import type { KnownTrace } from './known-traces.ts';
import type { StandingSpan } from './standing-spans.ts';

/** Leaves out of an arrival what stands already, and counts it. @returns the root that says where the trace belongs */
export function wanted(
  arrival: Arrival,
  before: KnownTrace | undefined,
  standing: ReadonlyMap<string, StandingSpan>,
): RootClaim | undefined {
  const isWanted = (span: SpanRecord): boolean => {
    const other = standing.get(span.spanId);
    return other === undefined || replaces(span, other.columns);
  };
  for (const span of arrival.spans) {
    const known = standing.get(span.spanId);
    if (known !== undefined) arrival.meets(span, known.columns);
  }
  const isClaimed = before !== undefined && before.claimedUs > 0;
  const claim = isClaimed ? undefined : arrival.claims.find(({ root }) => isWanted(root));
  arrival.keep(isWanted);
  return claim;
}

/** What stands once some have come. @param onMoved is given each that stood at another minute than what replaces it */
export function replaced(
  standing: ReadonlyMap<string, StandingSpan>,
  arrived: readonly StandingSpan[],
  onMoved: (span: StandingSpan) => void,
): readonly StandingSpan[] {
  const spans = new Map(standing);
  for (const span of arrived) {
    const { spanId } = span.columns;
    const other = standing.get(spanId);
    if (other !== undefined && minuteOf(other.columns) !== minuteOf(span.columns)) onMoved(other);
    spans.set(spanId, span);
  }
  return [...spans.values()];
}
