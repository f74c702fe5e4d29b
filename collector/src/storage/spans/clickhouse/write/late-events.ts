import { createHash, randomUUID } from 'node:crypto';
import { payloadWithEvents } from '../../late-events.ts';
import type { LateEvent } from '../../span-record.ts';
import type { LateEventPage } from '../../span-store.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import { sentKey } from '../payloads/sent-spans.ts';
import { RowWriter } from '../row-binary/row-writer.ts';
import { TextRows } from '../text/text-rows.ts';
import type { ChangeClock } from './change-clock.ts';

const COLUMNS = ['workspace', 'trace_id', 'span_id', 'digest', 'earliness', 'received_us', 'event', 'preview'];

/** Stores events that came apart from their spans; of equal ones of a span, the first stands. */
export async function insertEvents(
  database: ClickHouseDatabase,
  workspaceId: string,
  events: readonly LateEvent[],
  clock: ChangeClock,
): Promise<void> {
  const rows = new RowWriter();
  const texts = new TextRows();
  for (const { traceId, spanId, event, preview = '' } of events) {
    const receivedUs = clock.next();
    rows.text(workspaceId);
    rows.id(traceId, 16);
    rows.id(spanId, 8);
    rows.id(createHash('sha256').update(event).digest('hex').slice(0, 32), 16);
    rows.int64(Number.MAX_SAFE_INTEGER - receivedUs);
    rows.int64(receivedUs);
    rows.bytes(event);
    rows.text(preview);
    texts.add(workspaceId, traceId, payloadWithEvents(new Uint8Array(), [event]));
  }
  await texts.insert(database);
  await database.insert({ table: 'late_events', columns: COLUMNS, rows: rows.finish(), token: randomUUID() });
}

/** Those of a workspace behind a time in µs; all of the last time, which several processes may have given. */
export async function lateEventsSince(
  database: ClickHouseDatabase,
  workspaceId: string,
  since: number,
  limit: number,
): Promise<LateEventPage> {
  const reader = await database.read(
    'SELECT trace_id, span_id, event, preview, received_us FROM late_events FINAL WHERE workspace = ' +
      '{workspace:String} AND received_us > {since:UInt64} ORDER BY received_us LIMIT {limit:UInt32} WITH TIES',
    { workspace: workspaceId, since, limit },
  );
  let cursor = since;
  const events = reader.all((from) => {
    const event = { traceId: from.id(16), spanId: from.id(8), event: from.bytes(), preview: from.text() };
    cursor = Number(from.uint64());
    return event;
  });
  return { events, cursor };
}

/** Events of spans of some traces, by {@link sentKey}, each span's in the order of their arrival. */
export async function eventsOfTraces(
  database: ClickHouseDatabase,
  workspaceId: string,
  traceIds: Iterable<string>,
): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
  const reader = await database.read(
    'SELECT trace_id, span_id, event FROM late_events FINAL WHERE workspace = {workspace:String} ' +
      `AND trace_id IN ${idSet(traceIds, 16)} ORDER BY earliness DESC`,
    { workspace: workspaceId },
  );
  const events = new Map<string, Uint8Array[]>();
  while (reader.hasMore) {
    const key = sentKey({ traceId: reader.id(16), spanId: reader.id(8) });
    const ofSpan = events.get(key);
    if (ofSpan === undefined) events.set(key, [reader.bytes()]);
    else ofSpan.push(reader.bytes());
  }
  return events;
}

/** What the late events of traces say first, as far as they say anything. */
export async function eventPreviews(
  database: ClickHouseDatabase,
  workspaceId: string,
  traceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (traceIds.length === 0) return new Map();
  const reader = await database.read(
    'SELECT trace_id, argMax(preview, earliness) FROM late_events WHERE workspace = {workspace:String} ' +
      `AND trace_id IN ${idSet(traceIds, 16)} AND preview <> '' GROUP BY trace_id`,
    { workspace: workspaceId },
  );
  return new Map(reader.all((from) => [from.id(16), from.text()] as const));
}
