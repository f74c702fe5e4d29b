import { type Expression, nodesOf } from '../../../../filter/expression.ts';
import type { FieldName } from '../../../../filter/fields.ts';
import type { TraceSubject } from '../../../../filter/subject.ts';
import { payloadWithEvents } from '../../late-events.ts';
import type { SpanColumns, TraceRow } from '../../span-store.ts';
import { traceSubject } from '../../subjects.ts';
import type { ClickHouseDatabase, Params } from '../clickhouse-database.ts';
import { SqlParams } from '../filter/sql-params.ts';
import { idSet } from '../id-set.ts';
import { type SoughtSpan, sentKey, sentSpans } from '../payloads/sent-spans.ts';
import type { SentSpan } from '../payloads/span-pack.ts';
import { PLACE_SELECT, readPlace, readSpanColumns, SPAN_SELECT } from '../span-rows.ts';
import { duplicatesOf } from '../write/trace-duplicates.ts';

/** Fields that stand in the payload alone. */
const IN_PAYLOAD: ReadonlySet<FieldName> = new Set(['content', 'metadata', 'attributes', 'dropped']);

const MINUTE_NS = 60_000_000_000n;

interface SpansRead {
  readonly spans: ReadonlyMap<string, readonly SpanColumns[]>;
  /** What they were sent as, where that is asked for. */
  readonly sent: ReadonlyMap<string, SentSpan>;
}

/** Reads traces for filters to look at, many at once. */
export class SubjectReader {
  readonly #database: ClickHouseDatabase;
  readonly #workspaceId: string;
  readonly #asksForPayloads: boolean;
  readonly #asksForDuplicates: boolean;

  /** @param filter what will be asked of them */
  constructor(database: ClickHouseDatabase, workspaceId: string, filter: Expression) {
    this.#database = database;
    this.#workspaceId = workspaceId;
    this.#asksForPayloads = [...nodesOf(filter)].some(
      (node) => node.type === 'text' || (node.type === 'compare' && IN_PAYLOAD.has(node.field)),
    );
    this.#asksForDuplicates = [...nodesOf(filter)].some(
      (node) => node.type === 'compare' && node.field === 'duplicates',
    );
  }

  /** Of the few traces that have any. */
  #duplicates(rows: readonly TraceRow[]): Promise<ReadonlyMap<string, number>> | ReadonlyMap<string, number> {
    if (!this.#asksForDuplicates) return new Map();
    const ids = rows.map(({ traceId }) => traceId);
    return duplicatesOf(this.#database, this.#workspaceId, ids);
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
    const [{ spans, sent }, events, duplicates] = await Promise.all([
      this.#spans(where, params.values),
      this.#asksForPayloads ? this.#events(ofTraces, params.values) : new Map<string, Uint8Array[]>(),
      this.#duplicates(rows),
    ]);
    return rows.map((row) =>
      traceSubject(
        row,
        () =>
          (spans.get(row.traceId) ?? []).map((columns) => ({
            columns,
            payload: () => {
              const payload = sent.get(sentKey(columns))?.payload;
              return payload && payloadWithEvents(payload, events.get(sentKey(columns)) ?? []);
            },
          })),
        undefined,
        () => duplicates.get(row.traceId) ?? 0,
      ),
    );
  }

  async #spans(where: string, params: Params): Promise<SpansRead> {
    const rows = await this.#database.read(
      `SELECT ${PLACE_SELECT}, ${SPAN_SELECT} FROM spans FINAL PREWHERE ${where}`,
      params,
    );
    const spans = new Map<string, SpanColumns[]>();
    const sought: SoughtSpan[] = [];
    while (rows.hasMore) {
      const { block } = readPlace(rows);
      const span = readSpanColumns(rows);
      const ofTrace = spans.get(span.traceId);
      if (ofTrace === undefined) spans.set(span.traceId, [span]);
      else ofTrace.push(span);
      if (this.#asksForPayloads)
        sought.push({ traceId: span.traceId, spanId: span.spanId, startNs: span.startNs, block });
    }
    return { spans, sent: await sentSpans(this.#database, this.#workspaceId, sought) };
  }

  async #events(where: string, params: Params): Promise<ReadonlyMap<string, Uint8Array[]>> {
    const rows = await this.#database.read(
      `SELECT trace_id, span_id, event FROM late_events FINAL WHERE ${where} ORDER BY received_us, digest`,
      params,
    );
    const events = new Map<string, Uint8Array[]>();
    while (rows.hasMore) {
      const key = sentKey({ traceId: rows.id(16), spanId: rows.id(8) });
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
