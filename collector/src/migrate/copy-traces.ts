import type { SpanBatch, SpanRecord } from '../storage/spans/span-record.ts';
import type { SpanStore, StoredSpan } from '../storage/spans/span-store.ts';
import { batchesOf, type ReadTraces } from './read-traces.ts';

export type TraceSource = ReadTraces & Pick<SpanStore, 'changes' | 'listTraces'>;
export type TraceTarget = Pick<SpanStore, 'append' | 'getSpansById' | 'deleteTraces'>;

interface TraceSides {
  readonly source: TraceSource;
  readonly target: TraceTarget;
}

const TRACES_AT_ONCE = 1_000;
/** Spans that are read back at once; they are in memory already. */
const SPANS_BACK_AT_ONCE = 4_096;
/** Beyond this what was read is written, so that no more of it is in memory. */
const APPEND_BYTES = 8 * 1_024 * 1_024;

/**
 * Copies all traces that have changed since a cursor, whole, the oldest change first. Again is nothing new: the target
 * keeps a span once.
 *
 * @param onCursor told once everything up to it is durable at the target, and how many traces and spans that were
 */
export async function copyChanges(
  workspaceId: string,
  { source, target }: TraceSides,
  since: number,
  onCursor: (cursor: number, traces: number, spans: number) => void,
): Promise<number> {
  let from = since;
  for (;;) {
    const { traceIds, cursor } = await source.changes(workspaceId, from, TRACES_AT_ONCE);
    if (traceIds.length === 0) return from;
    onCursor(cursor, traceIds.length, await copyTraces(workspaceId, { source, target }, traceIds));
    from = cursor;
  }
}

/**
 * Copies traces, and reads back what it has written; those that are gone meanwhile are passed over.
 *
 * @returns how many spans
 * @throws Error if a span comes back otherwise than it was written.
 */
export async function copyTraces(workspaceId: string, sides: TraceSides, traceIds: readonly string[]): Promise<number> {
  const { count, others } = await appendTraces(workspaceId, sides, traceIds);
  if (others.size === 0) return count;
  // The target keeps the first it was given of a span, which was another one.
  await sides.target.deleteTraces(workspaceId, [...others]);
  const [broken] = (await appendTraces(workspaceId, sides, [...others])).others;
  if (broken !== undefined) {
    throw new Error(`spans of the trace ${broken} came back otherwise than they were written`);
  }
  return count;
}

/** @returns how many spans, and the traces of which some are not at the target as they were appended */
async function appendTraces(
  workspaceId: string,
  { source, target }: TraceSides,
  traceIds: readonly string[],
): Promise<{ readonly count: number; readonly others: ReadonlySet<string> }> {
  const others = new Set<string>();
  let batches: SpanBatch[] = [];
  let bytes = 0;
  let count = 0;
  const write = async (): Promise<void> => {
    await target.append(batches);
    await addOthers(workspaceId, target, batches, others);
    batches = [];
    bytes = 0;
  };
  for await (const read of batchesOf(workspaceId, source, traceIds)) {
    batches.push(...read);
    for (const { payload } of read.flatMap(spansOf)) {
      count++;
      bytes += payload.byteLength;
    }
    if (bytes >= APPEND_BYTES) await write();
  }
  if (batches.length > 0) await write();
  return { count, others };
}

/** Adds the traces of spans that the target gives otherwise than they stand in batches. */
async function addOthers(
  workspaceId: string,
  target: TraceTarget,
  batches: readonly SpanBatch[],
  others: Set<string>,
): Promise<void> {
  const written = batches.flatMap(({ groups }) =>
    groups.flatMap(({ resource, scope, spans }) => spans.map((record) => ({ record, resource, scope }))),
  );
  for (let from = 0; from < written.length; from += SPANS_BACK_AT_ONCE) {
    const spans = written.slice(from, from + SPANS_BACK_AT_ONCE);
    const ids = spans.map(({ record: { traceId, spanId } }) => ({ traceId, spanId }));
    const byId = new Map((await target.getSpansById(workspaceId, ids)).map((stored) => [keyOf(stored), stored]));
    for (const span of spans) {
      const copy = byId.get(keyOf(span));
      if (copy === undefined || !isSameContent(span, copy)) others.add(span.record.traceId);
    }
  }
}

function spansOf({ groups }: SpanBatch): readonly SpanRecord[] {
  return groups.flatMap(({ spans }) => spans);
}

function keyOf({ record: { traceId, spanId } }: StoredSpan): string {
  return traceId + spanId;
}

function isSameContent(one: StoredSpan, two: StoredSpan): boolean {
  return (
    Buffer.compare(one.record.payload, two.record.payload) === 0 &&
    Buffer.compare(one.resource, two.resource) === 0 &&
    Buffer.compare(one.scope, two.scope) === 0
  );
}
