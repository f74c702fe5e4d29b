import type { Nanos } from '@tracewright/schema';
import { type Expression, nodesOf } from '../../../../filter/expression.ts';
import type { FieldName } from '../../../../filter/fields.ts';
import type { TraceSubject } from '../../../../filter/subject.ts';
import { payloadWithEvents } from '../../late-events.ts';
import type { SpanColumns, SpanIds, TraceRow } from '../../span-store.ts';
import { traceSubject } from '../../subjects.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { SqlParams } from '../filter/sql-params.ts';
import { idSet } from '../id-set.ts';
import { type SoughtSpan, sentKey, sentSpans } from '../payloads/sent-spans.ts';
import type { SentSpan } from '../payloads/span-pack.ts';
import { PLACE_SELECT, readPlace, readSpanColumns, SPAN_SELECT } from '../span-rows.ts';
import { type WordTest, wordTest } from '../text/word-test.ts';
import { duplicatesOf } from '../write/trace-duplicates.ts';

/** Fields that stand in the payload alone. */
const IN_PAYLOAD: ReadonlySet<FieldName> = new Set(['content', 'metadata', 'attributes', 'dropped']);

const MINUTE_NS = 60_000_000_000n;

/** A span with all of its columns. */
type ReadSpan = SoughtSpan & { readonly columns: SpanColumns };

/** What spans were sent as, with what came apart from them, by {@link sentKey}. */
interface Sent {
  readonly spans: ReadonlyMap<string, SentSpan>;
  readonly events: ReadonlyMap<string, readonly Uint8Array[]>;
}

const NOTHING_SENT: Sent = { spans: new Map(), events: new Map() };

/** Reads traces for filters to look at, many at once. */
export class SubjectReader {
  readonly #database: ClickHouseDatabase;
  readonly #workspaceId: string;
  readonly #asksForPayloads: boolean;
  readonly #asksForDuplicates: boolean;
  readonly #words: WordTest | undefined;

  /** @param filter what will be asked of them */
  constructor(database: ClickHouseDatabase, workspaceId: string, filter: Expression) {
    this.#database = database;
    this.#workspaceId = workspaceId;
    this.#asksForPayloads = [...nodesOf(filter)].some(
      (node) => node.type === 'text' || (node.type === 'compare' && IN_PAYLOAD.has(node.field)),
    );
    this.#words = wordTest(filter);
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

  /**
   * In the order of `rows`. Those that do not say what the filter asks for say nothing at all.
   *
   * @param mostSayIt then it is not worth while to find that out before they are decoded
   */
  async read(rows: readonly TraceRow[], mostSayIt: boolean): Promise<readonly TraceSubject[]> {
    if (rows.length === 0) return [];
    const duplicates = await this.#duplicates(rows);
    const told = this.#words === undefined || mostSayIt ? undefined : await this.#told(rows, this.#words);
    const spans = await this.#spans(told?.rows ?? rows);
    const sent =
      told?.sent ?? (this.#asksForPayloads ? await this.#sent(rows, [...spans.values()].flat()) : NOTHING_SENT);
    const isTold = new Set(told?.rows.map(({ traceId }) => traceId));
    return rows.map((row) =>
      traceSubject(
        row,
        () =>
          (spans.get(row.traceId) ?? []).map((span) => ({
            columns: span.columns,
            payload: () => payloadOf(sent, span.columns),
          })),
        told === undefined || isTold.has(row.traceId) ? undefined : () => false,
        () => duplicates.get(row.traceId) ?? 0,
      ),
    );
  }

  /** Those that may say what is asked for. Of the others, little is read. */
  async #told(rows: readonly TraceRow[], words: WordTest): Promise<{ readonly rows: TraceRow[]; readonly sent: Sent }> {
    const { where, params } = this.#where(rows);
    const reader = await this.#database.read(
      `SELECT block, trace_id, span_id, start_ns FROM spans FINAL PREWHERE ${where}`,
      params.values,
    );
    const places = reader.all(
      (from): SoughtSpan => ({
        block: from.uint64(),
        traceId: from.id(16),
        spanId: from.id(8),
        startNs: from.uint64() as Nanos,
      }),
    );
    const sent = await this.#sent(rows, places);
    const spansOf = Map.groupBy(places, ({ traceId }) => traceId);
    const payloadsOf = ({ traceId }: TraceRow): Uint8Array[] =>
      (spansOf.get(traceId) ?? []).map((span) => payloadOf(sent, span)).filter((payload) => payload !== undefined);
    return { rows: rows.filter((row) => words.mayPass(payloadsOf(row))), sent };
  }

  async #sent(rows: readonly TraceRow[], sought: readonly SoughtSpan[]): Promise<Sent> {
    const [spans, events] = await Promise.all([
      sentSpans(this.#database, this.#workspaceId, sought),
      this.#events(rows),
    ]);
    return { spans, events };
  }

  /** By trace. */
  async #spans(rows: readonly TraceRow[]): Promise<ReadonlyMap<string, readonly ReadSpan[]>> {
    if (rows.length === 0) return new Map();
    const { where, params } = this.#where(rows);
    const reader = await this.#database.read(
      `SELECT ${PLACE_SELECT}, ${SPAN_SELECT} FROM spans FINAL PREWHERE ${where}`,
      params.values,
    );
    const spans = reader.all((from): ReadSpan => {
      const { block } = readPlace(from);
      const columns = readSpanColumns(from);
      const { traceId, spanId, startNs } = columns;
      return { traceId, spanId, startNs, block, columns };
    });
    return Map.groupBy(spans, ({ traceId }) => traceId);
  }

  /** Where the spans of traces are. */
  #where(rows: readonly TraceRow[]): { readonly where: string; readonly params: SqlParams } {
    const params = new SqlParams(this.#workspaceId);
    return { where: `${params.workspace} AND trace_id IN ${idsOf(rows)} AND ${minutesOf(rows, params)}`, params };
  }

  async #events(of: readonly TraceRow[]): Promise<ReadonlyMap<string, Uint8Array[]>> {
    const rows = await this.#database.read(
      'SELECT trace_id, span_id, event FROM late_events FINAL WHERE workspace = {workspace:String} ' +
        `AND trace_id IN ${idsOf(of)} ORDER BY received_us, digest`,
      { workspace: this.#workspaceId },
    );
    const events = new Map<string, Uint8Array[]>();
    while (rows.hasMore) {
      const key = sentKey({ traceId: rows.id(16), spanId: rows.id(8) });
      events.set(key, [...(events.get(key) ?? []), rows.bytes()]);
    }
    return events;
  }
}

function idsOf(rows: readonly TraceRow[]): string {
  return idSet(
    rows.map(({ traceId }) => traceId),
    16,
  );
}

function payloadOf({ spans, events }: Sent, span: SpanIds): Uint8Array | undefined {
  const key = sentKey(span);
  const payload = spans.get(key)?.payload;
  return payload && payloadWithEvents(payload, events.get(key) ?? []);
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
