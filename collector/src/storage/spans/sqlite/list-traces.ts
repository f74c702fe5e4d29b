import type { DatabaseSync } from 'node:sqlite';
import { traceTest } from '../../../filter/evaluate.ts';
import type { Expression } from '../../../filter/expression.ts';
import type { TraceSubject } from '../../../filter/subject.ts';
import type { TimeSpan } from '../questions/aggregate.ts';
import { type LightField, type LightRow, lightRow } from '../questions/light-row.ts';
import type { SessionPage, SessionsRequest, TracesAsked } from '../questions/span-questions.ts';
import type { TraceKey, TracePage, TraceQuery, TraceRow } from '../span-store.ts';
import type { ChunkTable } from './chunk-table.ts';
import type { ColumnSearch } from './columnar/column-search.ts';
import { DuplicateTable } from './duplicate-table.ts';
import { LateEventTable } from './late-event-table.ts';
import { MatchingRows } from './matching-rows.ts';
import { allOf } from './sql-condition.ts';
import { StatementCache } from './statement-cache.ts';
import type { TextIndex } from './text/text-index.ts';
import { filterSql, splitRange } from './trace-filter-sql.ts';
import { TraceReader } from './trace-reader.ts';
import { readTraceRow, timeOfKey } from './trace-table.ts';
import { type Asked, TraceTotals } from './trace-totals.ts';
import { consistently } from './transaction.ts';
import { TurnTaking } from './turn-taking.ts';

/** Rows that a scan takes out of the database at once, doubling from the first to the second. */
const SCAN_ROWS = { first: 64, most: 1_024 } as const;

/** Traces that are taken one by one, by their numbers: more than that are found faster in the order of the list. */
const MAX_FETCHED = 2_000;

/** How long a page may look through spans for more by itself, unless told otherwise: the thread has others to answer, ms. */
export const PATIENCE_MS = 1_000;
/** A page that shares the thread with others has that many times as long until it has had as much of it, and no longer. */
const CROWD = 5;
/** How much of that a question's first turn takes, and no later one more than: each may be twice as long as the one before. */
const TURN_SHARE = { first: 1 / 80, most: 1 / 10 } as const;
/** How many of the longest turns a question has that goes over all traces. */
const MAX_TURNS = 150;

type ScanQuery = Omit<TraceQuery, 'limit'> & { readonly limit?: number };

/** Finds traces by a filter: by their table as far as it goes, then by their spans. */
export class TraceList {
  readonly #db: DatabaseSync;
  readonly #statements: StatementCache;
  readonly #chunks: ChunkTable;
  readonly #texts: TextIndex;
  readonly #columns: ColumnSearch;
  readonly #events: LateEventTable;
  readonly #duplicates: DuplicateTable;
  readonly #patienceMs: number;
  readonly #totals: TraceTotals;
  readonly #table: MatchingRows;
  readonly #turns = new TurnTaking();

  constructor(db: DatabaseSync, chunks: ChunkTable, texts: TextIndex, columns: ColumnSearch, patienceMs: number) {
    this.#db = db;
    this.#patienceMs = patienceMs;
    this.#statements = new StatementCache(db);
    this.#chunks = chunks;
    this.#texts = texts;
    this.#columns = columns;
    this.#events = new LateEventTable(db);
    this.#duplicates = new DuplicateTable(db);
    this.#table = new MatchingRows(db, this.#statements);
    this.#totals = new TraceTotals(
      this.#statements,
      this.#table,
      (workspaceId) => this.#reader(workspaceId),
      patienceMs,
    );
  }

  /** A page, in turns of which each is a transaction of its own, so that others are answered meanwhile. */
  async list(query: TraceQuery): Promise<TracePage> {
    const crowdMs = performance.now() + this.#patienceMs * CROWD;
    let restMs = this.#patienceMs;
    const found = new Map<string, TraceRow>();
    let { after } = query;
    for (let had = 0; ; had++) {
      const beganMs = performance.now();
      const untilMs = Math.min(crowdMs, beganMs + restMs);
      const turn = consistently(this.#db, () =>
        this.#listTurn(
          { ...query, ...(after && { after }) },
          found,
          { untilMs, crowdMs },
          had,
          query.after === undefined,
        ),
      );
      if ('rows' in turn) return turn;
      after = turn;
      // What others look for meanwhile is not its own time.
      restMs -= performance.now() - beganMs;
      await this.#turns.next(had + 1);
    }
  }

  /** @returns the page if it is full or the time is up, otherwise where to go on */
  #listTurn(
    query: TraceQuery,
    found: Map<string, TraceRow>,
    { untilMs, crowdMs }: { readonly untilMs: number; readonly crowdMs: number },
    had: number,
    isFirstPage: boolean,
  ): TracePage | TraceKey {
    const asked = this.#ask(query.workspaceId, query.filter);
    if (asked === undefined) return { rows: [], hasMore: false, total: 0, isTotalEstimate: false };
    // In another order each turn has to look at all traces first: it is to be worth that.
    const turnMs = this.#turnMs((query.order ?? 'start') === 'start' ? had : MAX_TURNS);
    const turnUntilMs = Math.min(untilMs, performance.now() + turnMs);
    const patience = { untilMs: turnUntilMs, searchedTo: undefined as TraceKey | undefined };
    // What has changed its place meanwhile may come a second time.
    for (const { row } of this.#scan(asked, query, patience)) {
      if (found.set(row.traceId, row).size > query.limit) break;
    }
    const { searchedTo } = patience;
    const isFull = found.size > query.limit;
    if (searchedTo !== undefined && !isFull && performance.now() < untilMs) return searchedTo;
    const rows = [...found.values()];
    const hasMore = isFull || searchedTo !== undefined;
    // All of them have been seen: nothing is left to be estimated.
    if (isFirstPage && !hasMore) return { rows, hasMore, total: rows.length, isTotalEstimate: false };
    return {
      rows: rows.slice(0, query.limit),
      hasMore,
      ...(searchedTo === undefined ? {} : { searchedTo }),
      ...this.#totals.total(asked, query.workspaceId, rows.length, crowdMs),
    };
  }

  /** Every trace that matches, the newest start first. To be used up within one transaction. */
  *matching({ workspaceId, filter }: TracesAsked): Generator<TraceSubject> {
    const asked = this.#ask(workspaceId, filter);
    if (asked !== undefined) yield* this.#scan(asked, { workspaceId, filter });
  }

  /** Whether the table of traces, and the index of texts, tell which these are. To be called within a transaction. */
  isFast({ workspaceId, filter }: TracesAsked): boolean {
    return this.#ask(workspaceId, filter)?.test === undefined;
  }

  /**
   * Shows every trace that matches, the newest start first, in turns of which each is a transaction of its own.
   *
   * @returns false if there were traces left after {@link MAX_TURNS}.
   */
  async inTurns({ workspaceId, filter }: TracesAsked, visit: (trace: TraceSubject) => void): Promise<boolean> {
    let after: TraceKey | undefined;
    for (let had = 0; had < MAX_TURNS; had++) {
      after = consistently(this.#db, () => this.#turn({ workspaceId, filter }, after, had, visit));
      if (after === undefined) return true;
      await this.#turns.next(had + 1);
    }
    return false;
  }

  /** @returns where it stopped, undefined at the end. */
  #turn(
    { workspaceId, filter }: TracesAsked,
    after: TraceKey | undefined,
    had: number,
    visit: (trace: TraceSubject) => void,
  ): TraceKey | undefined {
    const asked = this.#ask(workspaceId, filter);
    if (asked === undefined) return undefined;
    const untilMs = performance.now() + this.#turnMs(had);
    for (const { trace, key, isMatch } of this.#looked(asked, { workspaceId, filter, ...(after && { after }) })) {
      if (isMatch) visit(trace);
      if (performance.now() > untilMs) return key;
    }
    return undefined;
  }

  /** How long a turn is after so many before it. */
  #turnMs(had: number): number {
    return this.#patienceMs * Math.min(TURN_SHARE.most, TURN_SHARE.first * 2 ** had);
  }

  /** The same in any order, with no more than these fields; ten times faster. To be used up within one transaction. */
  *light({ workspaceId, filter }: TracesAsked, fields: readonly LightField[]): Generator<LightRow> {
    const asked = this.#ask(workspaceId, filter);
    if (asked === undefined) return;
    if (asked.test === undefined) yield* this.#table.light(asked, workspaceId, fields);
    else for (const { row } of this.#scan(asked, { workspaceId, filter })) yield lightRow(row);
  }

  /** Which sessions come next, of traces that {@link isFast} says are found without a look at their spans. */
  sessionPage({ workspaceId, filter, limit, after }: SessionsRequest): SessionPage {
    const asked = this.#ask(workspaceId, filter);
    if (asked === undefined) return { sessionIds: [], hasMore: false, total: 0 };
    return this.#table.sessions(asked, workspaceId, limit, after);
  }

  /** First and last start of all traces. */
  timeSpan(workspaceId: string): TimeSpan {
    const row = this.#statements.get(
      // One by one the index knows them; asked for together they take a walk over all of it.
      `SELECT (SELECT min(start_ns) FROM traces WHERE workspace = workspaces.id) AS first,
              (SELECT max(start_ns) FROM traces WHERE workspace = workspaces.id) AS last
       FROM workspaces WHERE name = ?`,
      [workspaceId],
    );
    const ms = (key: unknown): number => (typeof key === 'bigint' ? Number(timeOfKey(key) / 1_000_000n) : 0);
    return { firstMs: ms(row?.first), lastMs: ms(row?.last) };
  }

  #ask(workspaceId: string, filter: Expression): Asked | undefined {
    const workspace = this.#statements.get('SELECT id FROM workspaces WHERE name = ?', [workspaceId]);
    if (workspace === undefined) return undefined;
    const { range, rest } = splitRange(filter);
    this.#texts.begin();
    this.#columns.begin();
    const restSql = filterSql(rest, {
      texts: (text) => this.#texts.sql(workspaceId, text),
      attributes: (comparison) => this.#texts.attributesSql(workspaceId, comparison),
      spans: (spans) => this.#columns.sql(workspaceId, spans),
    });
    const bounds = filterSql({ type: 'and', of: range });
    const { among } = restSql;
    const few = among === undefined || among.traces.size > MAX_FETCHED ? undefined : JSON.stringify([...among.traces]);
    // With a sign in front no index is used for it: these few are taken by their numbers.
    const workspaceSql = { sql: `${few === undefined ? '' : '+'}workspace = ?`, parameters: [Number(workspace.id)] };
    const fewSql = few === undefined ? [] : [{ sql: 'id IN (SELECT value FROM json_each(?))', parameters: [few] }];
    return {
      range: allOf([workspaceSql, ...fewSql, bounds]),
      rest: restSql,
      hasRange: range.length > 0 || few !== undefined,
      everywhere: { sql: '+workspace = ?', parameters: workspaceSql.parameters },
      among,
      test: restSql.isExact ? undefined : traceTest(rest),
    };
  }

  *#scan(
    asked: Asked,
    query: ScanQuery,
    patience?: { readonly untilMs: number; searchedTo: TraceKey | undefined },
  ): Generator<TraceSubject> {
    for (const { trace, key, isMatch } of this.#looked(asked, query)) {
      if (isMatch) yield trace;
      if (patience !== undefined && asked.test !== undefined && performance.now() > patience.untilMs) {
        patience.searchedTo = key;
        return;
      }
    }
  }

  /** Every trace that may match, with its place in the list. */
  *#looked(
    asked: Asked,
    query: ScanQuery,
  ): Generator<{ readonly trace: TraceSubject; readonly key: TraceKey; readonly isMatch: boolean }> {
    const order = query.order ?? 'start';
    const reader = this.#reader(query.workspaceId);
    let after = query.after;
    let limit = asked.test === undefined && query.limit !== undefined ? query.limit + 1 : SCAN_ROWS.first;
    for (;;) {
      const found = this.#table.inOrder(asked, query.workspaceId, order, after, limit);
      for (const each of found) {
        const row = readTraceRow(each);
        after = { value: Number(each.value), startNs: row.startNs, traceId: row.traceId };
        const trace = reader.subject(Number(each.id), row);
        yield { trace, key: after, isMatch: asked.test === undefined || asked.test(trace) };
      }
      if (found.length < limit) return;
      limit = Math.min(SCAN_ROWS.most, Math.max(SCAN_ROWS.first, limit * 2));
    }
  }

  #reader(workspaceId: string): TraceReader {
    const hasEvents = !this.#events.isEmpty;
    return new TraceReader(this.#chunks, {
      says: (text, trace) => this.#texts.says(workspaceId, text, trace),
      lateEvents: (traceId, spanId) => (hasEvents ? this.#events.ofSpan(workspaceId, traceId, spanId) : []),
      preview: (traceId) => (hasEvents ? this.#events.preview(workspaceId, traceId) : ''),
      duplicates: (trace) => this.#duplicates.of(trace),
    });
  }
}
