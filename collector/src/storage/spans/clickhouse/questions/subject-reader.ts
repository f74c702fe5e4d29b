import { type Expression, nodesOf } from '../../../../filter/expression.ts';
import type { FieldName } from '../../../../filter/fields.ts';
import type { TraceSubject } from '../../../../filter/subject.ts';
import { payloadWithEvents } from '../../late-events.ts';
import type { SpanColumns, TraceRow } from '../../span-store.ts';
import { traceSubject } from '../../subjects.ts';
import type { ClickHouseDatabase, Params } from '../clickhouse-database.ts';
import { SqlParams } from '../filter/sql-params.ts';
import { idSet } from '../id-set.ts';
import { readSpanColumns, SPAN_SELECT } from '../span-rows.ts';

/** Fields that stand in the payload alone. */
const IN_PAYLOAD: ReadonlySet<FieldName> = new Set(['content', 'metadata', 'attributes']);

const MINUTE_NS = 60_000_000_000n;

/** Reads traces for filters to look at, many at once. */
export class SubjectReader {
  readonly #database: ClickHouseDatabase;
  readonly #workspaceId: string;
  readonly #asksForPayloads: boolean;

  /** @param filter what will be asked of them */
  constructor(database: ClickHouseDatabase, workspaceId: string, filter: Expression) {
    this.#database = database;
    this.#workspaceId = workspaceId;
    this.#asksForPayloads = [...nodesOf(filter)].some(
      (node) => node.type === 'text' || (node.type === 'compare' && IN_PAYLOAD.has(node.field)),
    );
  }

  /** In the order of `rows`. */
  async read(rows: readonly TraceRow[]): Promise<readonly TraceSubject[]> {
    if (rows.length === 0) return [];
    const params = new SqlParams(this.#workspaceId);
    const ids = idSet(
      rows.map(({ traceId }) => traceId),
      16,
    );
    const ofTraces = `${params.workspace} AND trace_id IN ${ids}`;
    const where = `${ofTraces} AND ${minutesOf(rows, params)}`;
    const [spans, payloads, events] = await Promise.all([
      this.#spans(where, params.values),
      this.#asksForPayloads ? this.#payloads(where, params.values) : new Map<string, Uint8Array>(),
      this.#asksForPayloads ? this.#events(ofTraces, params.values) : new Map<string, Uint8Array[]>(),
    ]);
    return rows.map((row) =>
      traceSubject(row, () =>
        (spans.get(row.traceId) ?? []).map((columns) => ({
          columns,
          payload: () => {
            const payload = payloads.get(keyOf(columns));
            return payload && payloadWithEvents(payload, events.get(keyOf(columns)) ?? []);
          },
        })),
      ),
    );
  }

  async #spans(where: string, params: Params): Promise<ReadonlyMap<string, readonly SpanColumns[]>> {
    const rows = await this.#database.read(`SELECT ${SPAN_SELECT} FROM spans FINAL PREWHERE ${where}`, params);
    const spans = new Map<string, SpanColumns[]>();
    for (const span of rows.all(readSpanColumns)) {
      const ofTrace = spans.get(span.traceId);
      if (ofTrace === undefined) spans.set(span.traceId, [span]);
      else ofTrace.push(span);
    }
    return spans;
  }

  async #payloads(where: string, params: Params): Promise<ReadonlyMap<string, Uint8Array>> {
    const rows = await this.#database.read(
      `SELECT trace_id, span_id, payload FROM payloads FINAL WHERE ${where}`,
      params,
    );
    return new Map(rows.all((row) => [keyOf({ traceId: row.id(16), spanId: row.id(8) }), row.bytes()]));
  }

  async #events(where: string, params: Params): Promise<ReadonlyMap<string, Uint8Array[]>> {
    const rows = await this.#database.read(
      `SELECT trace_id, span_id, event FROM late_events FINAL WHERE ${where} ORDER BY received_us, digest`,
      params,
    );
    const events = new Map<string, Uint8Array[]>();
    while (rows.hasMore) {
      const key = keyOf({ traceId: rows.id(16), spanId: rows.id(8) });
      events.set(key, [...(events.get(key) ?? []), rows.bytes()]);
    }
    return events;
  }
}

/** Between which minutes the spans of these traces begin: the index knows where those lie. */
function minutesOf(rows: readonly TraceRow[], params: SqlParams): string {
  let first = rows[0]!.startNs as bigint;
  let last = first;
  for (const { startNs, endNs } of rows) {
    if (startNs < first) first = startNs;
    if (endNs > last) last = endNs;
  }
  return `minute BETWEEN ${params.uint64(first / MINUTE_NS)} AND ${params.uint64(last / MINUTE_NS)}`;
}

function keyOf({ traceId, spanId }: Pick<SpanColumns, 'traceId' | 'spanId'>): string {
  return traceId + spanId;
}
