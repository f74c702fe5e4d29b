import { sortSpans } from '../../span-order.ts';
import type { SpanColumns } from '../../span-store.ts';
import { spanFacts } from '../questions/span-facts.ts';
import type { StoredRecord } from '../span-rows.ts';
import type { InsertBuffers } from './insert-buffers.ts';
import type { KnownSpan } from './known-traces.ts';

/** A span as it stands, before the facts of its trace are known. */
export type StandingSpan = StoredRecord & { readonly facts?: KnownSpan['facts'] };

/** All spans of a trace, and what its summary says of them. */
export interface StandingTrace {
  readonly experimentId: string;
  /** Whether the trace belongs to another experiment than it did. */
  readonly isMoved: boolean;
  readonly completeness: number;
  readonly columns: readonly SpanColumns[];
  readonly spans: ReadonlyMap<string, StandingSpan>;
}

/**
 * Adds the rows of spans that are new, or whose part in the trace has changed.
 *
 * @param known is given all of the trace's spans, where they are to be remembered
 */
export function addSpans(
  inserts: InsertBuffers,
  workspaceId: string,
  { experimentId, isMoved, completeness, columns, spans }: StandingTrace,
  known?: Map<string, KnownSpan>,
): void {
  const sorted = sortSpans([...columns]);
  const allFacts = spanFacts(sorted);
  for (const [index, { spanId }] of sorted.entries()) {
    const { arrivedUs, block, isTruncated, columns: own, facts: before } = spans.get(spanId)!;
    const facts = allFacts[index]!;
    known?.set(spanId, { arrivedUs, block, isTruncated, columns: own, facts });
    if (before !== undefined && !isMoved && areSame(before, facts)) continue;
    const record = { workspaceId, experimentId, arrivedUs, block, isTruncated, columns: own };
    inserts.addSpan({ ...record, facts, completeness, isGone: false });
  }
}

/** A span that begins at another minute now than it did while it ran: its earlier row lies elsewhere, and goes. */
export function addGone(inserts: InsertBuffers, workspaceId: string, span: StandingSpan): void {
  const nothing = { durationUs: -1, selfUs: -1, criticalUs: -1, skewUs: -1, path: '', isRepeated: false };
  const completeness = Number.MAX_SAFE_INTEGER;
  const facts = span.facts ?? nothing;
  inserts.addSpan({ ...span, workspaceId, experimentId: '', facts, completeness, isGone: true });
}

function areSame(a: KnownSpan['facts'], b: KnownSpan['facts']): boolean {
  return (
    a.durationUs === b.durationUs &&
    a.selfUs === b.selfUs &&
    a.criticalUs === b.criticalUs &&
    a.skewUs === b.skewUs &&
    a.path === b.path &&
    a.isRepeated === b.isRepeated
  );
}
