import type { SpanBatch, SpanRecord } from '../storage/spans/span-record.ts';
import type { SentSpan, SpanStore } from '../storage/spans/span-store.ts';
import { batchesOf, type ReadTraces } from './read-traces.ts';

export type TraceSource = ReadTraces & Pick<SpanStore, 'changes' | 'listTraces'>;
export type TraceTarget = Pick<SpanStore, 'append' | 'getSentSpans' | 'deleteTraces'>;

interface TraceSides {
  readonly source: TraceSource;
  readonly target: TraceTarget;
}

const TRACES_AT_ONCE = 2_000;
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
  // What was written before is read back while one writes.
  let readBack = Promise.resolve();
  const write = async (): Promise<void> => {
    const written = batches;
    batches = [];
    bytes = 0;
    await Promise.all([target.append(written), readBack]);
    readBack = addOthers(workspaceId, target, written, others);
    readBack.catch(() => {});
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
  await readBack;
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
    groups.flatMap(({ resource, scope, spans }) =>
      spans.map(({ traceId, spanId, payload }): SentSpan => ({ traceId, spanId, payload, resource, scope })),
    ),
  );
  for (let from = 0; from < written.length; from += SPANS_BACK_AT_ONCE) {
    const spans = written.slice(from, from + SPANS_BACK_AT_ONCE);
    const ids = spans.map(({ traceId, spanId }) => ({ traceId, spanId }));
    const byId = new Map((await target.getSentSpans(workspaceId, ids)).map((stored) => [keyOf(stored), stored]));
    for (const span of spans) {
      const copy = byId.get(keyOf(span));
      if (copy === undefined || !isSame(span, copy)) others.add(span.traceId);
    }
  }
}

function spansOf({ groups }: SpanBatch): readonly SpanRecord[] {
  return groups.flatMap(({ spans }) => spans);
}

function keyOf({ traceId, spanId }: SentSpan): string {
  return traceId + spanId;
}

function isSame(one: SentSpan, two: SentSpan): boolean {
  return (
    Buffer.compare(one.payload, two.payload) === 0 &&
    Buffer.compare(one.resource, two.resource) === 0 &&
    Buffer.compare(one.scope, two.scope) === 0
  );
}
