import { withLateEvents } from '../../late-events.ts';
import type { StoredSpan, StoredTrace, StoredTracePage } from '../../span-store.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { sentKey, sentSpans } from '../payloads/sent-spans.ts';
import { NO_BLOCK } from '../span-rows.ts';
import { completenessIn } from '../trace-rows.ts';
import { type KnownSpan, type KnownTrace, knownSpans, knownTraces } from '../write/known-traces.ts';
import { eventsOfTraces } from '../write/late-events.ts';

/** Traces of which rows are asked for at once, and records of spans, as their rows count them. */
const MAX_TRACES = 1_000;
const MAX_RECORDS = 16_384;
/** Blocks of payloads that are opened at once. */
const MAX_BLOCKS = 16;

/** Traces as they were sent, as `SpanStore.getStoredTraces` gives them. */
export async function storedTraces(
  database: ClickHouseDatabase,
  workspaceId: string,
  traceIds: readonly string[],
  maxBytes: number,
): Promise<StoredTracePage> {
  const known = await knownTraces(database, workspaceId, traceIds.slice(0, MAX_TRACES));
  const asked = upTo(traceIds.slice(0, MAX_TRACES), MAX_RECORDS, (id) => recordsOf(known.get(id)));
  const [first] = asked;
  if (recordsOf(known.get(first!)) > MAX_RECORDS) return { traces: [withoutSpans(known, first!)], count: 1 };
  const there = asked.filter((id) => known.has(id));
  if (there.length === 0) return { traces: [], count: asked.length };
  const [spans, events] = await Promise.all([
    knownSpans(
      database,
      workspaceId,
      there.flatMap((id) => known.get(id)!),
    ),
    eventsOfTraces(database, workspaceId, there),
  ]);
  const traces: StoredTrace[] = [];
  let bytes = 0;
  // The same trace may be asked for twice.
  let place = -1;
  for (let rest = there; rest.length > 0; ) {
    const some = withinBlocks(rest, spans);
    rest = rest.slice(some.length);
    const sought = some.flatMap((id) =>
      [...spans.get(id)!.values()].map(({ block, columns }) => ({ ...columns, block })),
    );
    const sent = await sentSpans(database, workspaceId, sought);
    for (const traceId of some) {
      place = asked.indexOf(traceId, place + 1);
      const stored: StoredSpan[] = [];
      let size = 0;
      for (const { columns } of spans.get(traceId)!.values()) {
        const found = sent.get(sentKey(columns));
        // Deleted since the columns were read.
        if (found === undefined) continue;
        const { payload, resource, scope } = found;
        const span = { record: { ...columns, payload }, resource, scope };
        stored.push(withLateEvents(span, events.get(sentKey(columns)) ?? []));
        size += payload.byteLength;
      }
      bytes += size;
      if (bytes > maxBytes && traces.length > 0) return { traces, count: place };
      const { experimentId } = known.get(traceId)![0]!;
      traces.push({ traceId, experimentId, spans: size > maxBytes ? undefined : stored });
    }
  }
  return { traces, count: asked.length };
}

function withoutSpans(known: ReadonlyMap<string, readonly KnownTrace[]>, traceId: string): StoredTrace {
  return { traceId, experimentId: known.get(traceId)![0]!.experimentId, spans: undefined };
}

/** At most how many records a trace has, as its row counts them. */
function recordsOf(rows: readonly KnownTrace[] | undefined): number {
  return rows?.[0] === undefined ? 0 : completenessIn(rows[0].version);
}

/** As many traces as lie in few blocks. */
function withinBlocks(
  traceIds: readonly string[],
  spans: ReadonlyMap<string, ReadonlyMap<string, KnownSpan>>,
): readonly string[] {
  const blocks = new Set<bigint>();
  return upTo(traceIds, MAX_BLOCKS, (id) => {
    const before = blocks.size;
    for (const { block } of spans.get(id)!.values()) if (block !== NO_BLOCK) blocks.add(block);
    return blocks.size - before;
  });
}

/** Items from the front that together weigh no more than so much; at least one. */
function upTo<Item>(items: readonly Item[], most: number, weigh: (item: Item) => number): readonly Item[] {
  let weight = 0;
  for (const [index, item] of items.entries()) {
    weight += weigh(item);
    if (weight > most && index > 0) return items.slice(0, index);
  }
  return items;
}
