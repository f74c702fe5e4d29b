import type { Nanos, TraceOrder } from '@tracewright/schema';
import { type Expression, nodesOf } from '../../../../filter/expression.ts';
import type { FieldName } from '../../../../filter/fields.ts';
import type { TraceSubject } from '../../../../filter/subject.ts';
import { payloadWithEvents } from '../../late-events.ts';
import type { SpanColumns, SpanIds, TraceRow } from '../../span-store.ts';
import { traceSubject } from '../../subjects.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import { type SoughtSpan, sentKey, sentSpans } from '../payloads/sent-spans.ts';
import type { SentSpan } from '../payloads/span-pack.ts';
import { standingRecords } from '../read/standing-records.ts';
import { PLACE_SELECT, readPlace, readSpanColumns, SPAN_SELECT } from '../span-rows.ts';
import { type WordTest, wordTest } from '../text/word-test.ts';
import { duplicatesOf } from '../write/trace-duplicates.ts';
import { type Candidate, candidateRows } from './candidates.ts';

/** Fields that stand in the payload alone. */
const IN_PAYLOAD: ReadonlySet<FieldName> = new Set(['content', 'label', 'metadata', 'attributes', 'dropped']);

/** Of so many traces all columns of the spans are read before it is known whether they say what is asked for. */
const FEW_CANDIDATES = 16;

/** A span with all of its columns. */
type ReadSpan = SoughtSpan & { readonly columns: SpanColumns };

/** What spans were sent as, with what came apart from them, by {@link sentKey}. */
interface Sent {
  readonly spans: ReadonlyMap<string, SentSpan>;
  readonly events: ReadonlyMap<string, readonly Uint8Array[]>;
}

/** What is known of traces that may say what is asked for. */
interface Told {
  readonly candidates: readonly Candidate[];
  /** Undefined where they are still to be read. */
  readonly spans: ReadonlyMap<string, readonly ReadSpan[]> | undefined;
  readonly sent: Sent;
}

const NOTHING_SENT: Sent = { spans: new Map(), events: new Map() };

/** Reads traces for filters to look at, many at once. */
export class SubjectReader {
  readonly #database: ClickHouseDatabase;
  readonly #workspaceId: string;
  readonly #order: TraceOrder;
  readonly #asksForPayloads: boolean;
  readonly #asksForDuplicates: boolean;
  readonly #words: WordTest | undefined;

  /** @param filter what will be asked of them */
  constructor(database: ClickHouseDatabase, workspaceId: string, filter: Expression, order: TraceOrder) {
    this.#database = database;
    this.#workspaceId = workspaceId;
    this.#order = order;
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
   * In the order of the list, without those that do not say what the filter asks for.
   *
   * @param mostSayIt then it is not worth while to find that out before they are decoded
   */
  async read(candidates: readonly Candidate[], mostSayIt: boolean): Promise<readonly TraceSubject[]> {
    if (candidates.length === 0) return [];
    const told = this.#words === undefined || mostSayIt ? undefined : await this.#told(candidates, this.#words);
    const left = told?.candidates ?? candidates;
    if (left.length === 0) return [];
    const rows = await candidateRows(this.#database, { workspaceId: this.#workspaceId, order: this.#order }, left);
    const duplicates = await this.#duplicates(rows);
    const spans = told?.spans ?? (await this.#spans(left));
    const sent =
      told?.sent ?? (this.#asksForPayloads ? await this.#sent(left, [...spans.values()].flat()) : NOTHING_SENT);
    return rows.map((row) =>
      traceSubject(
        row,
        () =>
          (spans.get(row.traceId) ?? []).map((span) => ({
            columns: span.columns,
            payload: () => payloadOf(sent, span.columns),
          })),
        undefined,
        () => duplicates.get(row.traceId) ?? 0,
      ),
    );
  }

  /** Those that may say what is asked for. Of the others, little is read. */
  async #told(candidates: readonly Candidate[], words: WordTest): Promise<Told> {
    // All columns of few traces are read as quickly as they are asked for once more.
    const spans = candidates.length > FEW_CANDIDATES ? undefined : await this.#spans(candidates);
    const sought = spans === undefined ? await this.#sought(candidates) : [...spans.values()].flat();
    const sent = await this.#sent(candidates, sought);
    const spansOf = Map.groupBy(sought, ({ traceId }) => traceId);
    const payloadsOf = ({ traceId }: Candidate): Uint8Array[] =>
      (spansOf.get(traceId) ?? []).map((span) => payloadOf(sent, span)).filter((payload) => payload !== undefined);
    return { candidates: candidates.filter((trace) => words.mayPass(payloadsOf(trace))), spans, sent };
  }

  async #sent(of: readonly Candidate[], sought: readonly SoughtSpan[]): Promise<Sent> {
    const [spans, events] = await Promise.all([sentSpans(this.#database, this.#workspaceId, sought), this.#events(of)]);
    return { spans, events };
  }

  /** By trace. */
  async #spans(of: readonly Candidate[]): Promise<ReadonlyMap<string, readonly ReadSpan[]>> {
    const sought = { workspaceId: this.#workspaceId, places: of, columns: `${PLACE_SELECT}, ${SPAN_SELECT}` };
    const spans = await standingRecords(this.#database, sought, (from): ReadSpan => {
      const { block } = readPlace(from);
      const columns = readSpanColumns(from);
      const { traceId, spanId, startNs } = columns;
      return { traceId, spanId, startNs, block, columns };
    });
    return Map.groupBy(spans.values(), ({ traceId }) => traceId);
  }

  /** Where the payloads of their spans are. */
  async #sought(of: readonly Candidate[]): Promise<readonly SoughtSpan[]> {
    const sought = { workspaceId: this.#workspaceId, places: of, columns: 'block, trace_id, span_id, start_ns' };
    const spans = await standingRecords(
      this.#database,
      sought,
      (from): SoughtSpan => ({
        block: from.uint64(),
        traceId: from.id(16),
        spanId: from.id(8),
        startNs: from.uint64() as Nanos,
      }),
    );
    return [...spans.values()];
  }

  async #events(of: readonly Candidate[]): Promise<ReadonlyMap<string, Uint8Array[]>> {
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

function idsOf(candidates: readonly Candidate[]): string {
  return idSet(
    candidates.map(({ traceId }) => traceId),
    16,
  );
}

function payloadOf({ spans, events }: Sent, span: SpanIds): Uint8Array | undefined {
  const key = sentKey(span);
  const payload = spans.get(key)?.payload;
  return payload && payloadWithEvents(payload, events.get(key) ?? []);
}
