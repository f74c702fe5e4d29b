import type { StepPaths } from '../../questions/step-paths.ts';
import { sortByPlace } from '../../span-order.ts';
import { type SpanFacts, spanFacts } from '../questions/span-facts.ts';
import { minuteOf, type StoredRecord } from '../span-rows.ts';
import type { InsertBuffers } from './insert-buffers.ts';
import type { KnownSpan } from './known-traces.ts';

/** A span as it stands, before the facts of its trace are known. */
export interface StandingSpan extends StoredRecord {
  readonly facts?: SpanFacts | undefined;
}

/** All spans of a trace, and what its summary says of them. */
export interface StandingTrace {
  readonly experimentId: string;
  /** Whether the trace belongs to another experiment than it did. */
  readonly isMoved: boolean;
  readonly completeness: number;
  /** Each once. */
  readonly spans: readonly StandingSpan[];
  /** Of this trace and others. */
  readonly paths: StepPaths;
}

/**
 * Adds the rows of spans that are new, or whose part in the trace has changed.
 *
 * @param known is given all of the trace's spans, where they are to be remembered
 * @returns between which minutes all of them lie
 */
export function addSpans(
  inserts: InsertBuffers,
  workspaceId: string,
  { experimentId, isMoved, completeness, spans, paths }: StandingTrace,
  known?: Map<string, KnownSpan>,
): { readonly first: number; readonly last: number } {
  const sorted = sortByPlace([...spans], ({ columns }) => columns);
  const allFacts = spanFacts(
    sorted.map(({ columns }) => columns),
    paths,
  );
  let index = 0;
  for (const { arrivedUs, block, isTruncated, columns, facts: before } of sorted) {
    const facts = allFacts[index++]!;
    known?.set(columns.spanId, { arrivedUs, block, isTruncated, columns, facts });
    if (before !== undefined && !isMoved && areSame(before, facts)) continue;
    const isGone = false;
    inserts.addSpan({
      workspaceId,
      experimentId,
      arrivedUs,
      block,
      isTruncated,
      columns,
      facts,
      completeness,
      isGone,
    });
  }
  return { first: minuteOf(sorted[0]!.columns), last: minuteOf(sorted.at(-1)!.columns) };
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
