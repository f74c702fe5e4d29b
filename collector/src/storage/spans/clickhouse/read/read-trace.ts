import type { Nanos } from '@tracewright/schema';
import { payloadWithEvents, withLateEvents } from '../../late-events.ts';
import { sortSpans } from '../../span-order.ts';
import type { SentSpan, SpanColumns, SpanIds, StoredSpan, TraceRow } from '../../span-store.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import { type SoughtSpan, sentKey, sentSpans } from '../payloads/sent-spans.ts';
import { PLACE_SELECT, readPlace, readSpanColumns, SPAN_SELECT, type StoredPlace } from '../span-rows.ts';
import type { TracePlace } from '../trace-place.ts';
import { readTraceRow, TRACE_SELECT } from '../trace-rows.ts';
import { eventsOfTraces } from '../write/late-events.ts';
import { standingRecords } from './standing-records.ts';

interface StandingSpan extends Pick<StoredPlace, 'block'> {
  readonly columns: SpanColumns;
}

/** Reads traces, span by span: each comes from where its trace lies. */
export class TraceReader {
  readonly #database: ClickHouseDatabase;

  constructor(database: ClickHouseDatabase) {
    this.#database = database;
  }

  async row(workspaceId: string, traceId: string): Promise<TraceRow | undefined> {
    // Without `FINAL`, and without a sort, which would read all columns once more, in two thirds of the time.
    const reader = await this.#database.read(
      `SELECT version, change, ${TRACE_SELECT} FROM traces WHERE workspace = {workspace:String} AND trace_id IN ${idSet([traceId], 16)}`,
      { workspace: workspaceId },
    );
    const rows = reader.all((from) => ({ version: from.int64(), change: from.int64(), row: readTraceRow(from) }));
    return rows.sort((a, b) => b.version - a.version || b.change - a.change)[0]?.row;
  }

  /** In order of start; undefined if there is no such trace. */
  async columns(workspaceId: string, traceId: string): Promise<SpanColumns[] | undefined> {
    const places = await this.#places(workspaceId, [traceId]);
    if (places.length === 0) return undefined;
    const spans = await this.#standing(workspaceId, places);
    return sortSpans([...spans.values()].map(({ columns }) => columns));
  }

  /** As they were sent, with what came apart from them, in order of start. */
  async whole(workspaceId: string, traceId: string): Promise<readonly StoredSpan[] | undefined> {
    const places = await this.#places(workspaceId, [traceId]);
    if (places.length === 0) return undefined;
    const spans = await this.#stored(workspaceId, places);
    return sortSpans([...spans.values()].map(({ record }) => record)).map((record) => spans.get(sentKey(record))!);
  }

  /** Of any traces, in the order of `ids`. */
  async some(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly StoredSpan[]> {
    const places = await this.#places(workspaceId, new Set(ids.map(({ traceId }) => traceId)));
    if (places.length === 0) return [];
    const spans = await this.#stored(workspaceId, places, new Set(ids.map(({ spanId }) => spanId)));
    return ids.map((span) => spans.get(sentKey(span))).filter((span) => span !== undefined);
  }

  /** Of any traces, in no order, without their columns. */
  async sent(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly SentSpan[]> {
    const traceIds = new Set(ids.map(({ traceId }) => traceId));
    const places = await this.#places(workspaceId, traceIds);
    if (places.length === 0) return [];
    const wanted = new Set(ids.map(sentKey));
    const [sought, events] = await Promise.all([
      this.#sought(workspaceId, places, new Set(ids.map(({ spanId }) => spanId))),
      eventsOfTraces(this.#database, workspaceId, traceIds),
    ]);
    const payloads = await sentSpans(
      this.#database,
      workspaceId,
      sought.filter((span) => wanted.has(sentKey(span))),
    );
    return [...payloads].map(([key, { payload, resource, scope }]) => ({
      ...{ traceId: key.slice(0, 32), spanId: key.slice(32), resource, scope },
      payload: payloadWithEvents(payload, events.get(key) ?? []),
    }));
  }

  /** Where spans that stand are to be looked for. */
  async #sought(
    workspaceId: string,
    places: readonly TracePlace[],
    spanIds: ReadonlySet<string>,
  ): Promise<readonly SoughtSpan[]> {
    const sought = { workspaceId, places, columns: 'trace_id, span_id, start_ns, block', and: only(spanIds) };
    const spans = await standingRecords(this.#database, sought, (from): SoughtSpan => {
      const ids = { traceId: from.id(16), spanId: from.id(8) };
      return { ...ids, startNs: from.uint64() as Nanos, block: from.uint64() };
    });
    return [...spans.values()];
  }

  /** Of each row there is of a trace: what any of them knows of lies between its minutes. */
  async #places(workspaceId: string, traceIds: Iterable<string>): Promise<readonly TracePlace[]> {
    const reader = await this.#database.read(
      'SELECT trace_id, first_minute, last_minute FROM traces ' +
        `WHERE workspace = {workspace:String} AND trace_id IN ${idSet(traceIds, 16)}`,
      { workspace: workspaceId },
    );
    return reader.all((from) => ({ traceId: from.id(16), firstMinute: from.uint32(), lastMinute: from.uint32() }));
  }

  async #stored(
    workspaceId: string,
    places: readonly TracePlace[],
    spanIds?: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, StoredSpan>> {
    const [standing, events] = await Promise.all([
      this.#standing(workspaceId, places, spanIds),
      eventsOfTraces(this.#database, workspaceId, new Set(places.map(({ traceId }) => traceId))),
    ]);
    const sought = [...standing.values()].map(({ columns, block }) => ({ ...columns, block }));
    const payloads = await sentSpans(this.#database, workspaceId, sought);
    const spans = new Map<string, StoredSpan>();
    for (const [key, { columns }] of standing) {
      const sent = payloads.get(sentKey(columns));
      // Deleted since the columns were read.
      if (sent === undefined) continue;
      const { payload, resource, scope } = sent;
      spans.set(
        key,
        withLateEvents({ record: { ...columns, payload }, resource, scope }, events.get(sentKey(columns)) ?? []),
      );
    }
    return spans;
  }

  async #standing(
    workspaceId: string,
    places: readonly TracePlace[],
    spanIds?: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, StandingSpan>> {
    const columns = `${PLACE_SELECT}, ${SPAN_SELECT}`;
    return standingRecords(
      this.#database,
      { workspaceId, places, columns, and: only(spanIds) },
      (from): StandingSpan => ({ ...readPlace(from), columns: readSpanColumns(from) }),
    );
  }
}

function only(spanIds: ReadonlySet<string> | undefined): string {
  return spanIds === undefined ? '' : ` AND span_id IN ${idSet(spanIds, 8)}`;
}
