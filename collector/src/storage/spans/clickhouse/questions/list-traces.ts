import { setImmediate } from 'node:timers/promises';
import type { TraceOrder } from '@tracewright/schema';
import type { TraceTest } from '../../../../filter/evaluate.ts';
import type { TraceSubject } from '../../../../filter/subject.ts';
import type { TracesAsked } from '../../questions/span-questions.ts';
import type { TraceKey, TracePage, TraceQuery, TraceRow } from '../../span-store.ts';
import { comparePlaces, placeOf } from '../../trace-order.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import {
  type Candidate,
  type CandidatePage,
  type CandidatePlaces,
  candidatePlaces,
  candidatesOf,
} from './candidates.ts';
import type { StandingParts } from './standing-rows.ts';
import { SubjectReader } from './subject-reader.ts';
import { tracesAsked } from './traces-asked.ts';

/** Traces whose spans are read at once, doubling from the first to the second. */
const READ_ROWS = { first: 64, most: 1_024 } as const;
/** Up to so many candidates are all looked at to say how many match; of more it is told by some of them. */
const MAX_TESTED = 500;
const SAMPLE = 2 * READ_ROWS.first;
/** Of more candidates than these it is taken that most say what is searched for, until some have been looked at. */
const MANY_CANDIDATES = 4_096;
/** How long a page may look through spans for more, ms. */
export const PATIENCE_MS = 1_000;

type Total = Pick<TracePage, 'total' | 'isTotalEstimate'>;

/** How far a search has come. */
interface Searched {
  /** Where it stopped for want of time; undefined at the end, or where it was told to. */
  readonly searchedTo: TraceKey | undefined;
  /** How many were looked at, of how many that SQL finds. */
  readonly tested: number;
  readonly candidateCount: number;
}

/** A part of the list that is read at once. */
interface Stretch {
  /** Undefined where it is the first part. */
  readonly after: TraceKey | undefined;
  /** Where the last trace of it was found, if there is any. */
  readonly end: TraceKey | undefined;
}

/** Finds traces by a filter: by SQL as far as it goes, then by their spans. */
export class TraceList {
  readonly #database: ClickHouseDatabase;
  readonly #parts: StandingParts;
  readonly #patienceMs: number;

  constructor(database: ClickHouseDatabase, parts: StandingParts, patienceMs: number) {
    this.#database = database;
    this.#parts = parts;
    this.#patienceMs = patienceMs;
  }

  async list(query: TraceQuery): Promise<TracePage> {
    const { test } = tracesAsked(query);
    if (test !== undefined) return this.#search(query, test);
    const { rows, end, hasMore, count } = await this.#candidates(query);
    return {
      rows,
      hasMore,
      ...(hasMore && goesOn(rows, { after: query.after, end }, query.order)),
      total: count,
      isTotalEstimate: false,
    };
  }

  /**
   * Shows traces that match, those that stand first in the list first, until `visit` says that it is enough.
   *
   * @param test what those have to pass that SQL finds
   */
  async search(
    query: TracesAsked & Pick<TraceQuery, 'order' | 'after'>,
    test: TraceTest | undefined,
    patienceMs: number,
    visit: (trace: TraceSubject, among: Stretch) => boolean,
  ): Promise<Searched> {
    const untilMs = performance.now() + patienceMs;
    const { workspaceId, filter, order = 'start' } = query;
    const reader = new SubjectReader(this.#database, workspaceId, filter, order);
    let { after } = query;
    let tested = 0;
    let passed = 0;
    let left: CandidatePlaces = { candidates: [], hasMore: true, count: 0 };
    // Traces that change stand elsewhere by the time they are read: those that have moved back would be found once more.
    const movedBack = new Set<string>();
    for (let limit: number = READ_ROWS.first; ; limit = Math.min(READ_ROWS.most, limit * 2)) {
      // To find them takes longer than to name them: more are found at once than are read.
      if (left.candidates.length === 0)
        left = await this.#places({ ...query, order, limit: READ_ROWS.most, ...(after && { after }) });
      const candidates = left.candidates.slice(0, limit);
      const last = candidates.at(-1)?.place;
      left = { ...left, candidates: left.candidates.slice(limit) };
      const mostSayIt = tested === 0 ? left.count > MANY_CANDIDATES : passed * 2 > tested;
      const found = await reader.read(candidates, mostSayIt);
      const traces = found.filter(({ row }) => !movedBack.has(row.traceId));
      for (const { row } of traces)
        if (last && comparePlaces(placeOf(row, order), last) > 0) movedBack.add(row.traceId);
      for (const trace of traces) {
        if (test !== undefined && !test(trace)) continue;
        passed++;
        if (visit(trace, { after, end: last })) continue;
        const lookedAt = countUntil(candidates, placeOf(trace.row, order));
        return { searchedTo: undefined, tested: tested + lookedAt, candidateCount: left.count };
      }
      tested += candidates.length;
      const searched = { searchedTo: undefined, tested, candidateCount: left.count };
      if (left.candidates.length === 0 && !left.hasMore) return searched;
      // What has been read is looked at to its end: reading is what takes the time.
      if (last !== undefined) after = last;
      if (after !== undefined && performance.now() > untilMs) return { ...searched, searchedTo: after };
      // Others come to their turn.
      await setImmediate();
    }
  }

  async #search(query: TraceQuery, test: TraceTest): Promise<TracePage> {
    const rows: TraceRow[] = [];
    let ofLast: Stretch = { after: undefined, end: undefined };
    const searched = await this.search(query, test, this.#patienceMs, ({ row }, among) => {
      rows.push(row);
      if (rows.length === query.limit) ofLast = among;
      return rows.length <= query.limit;
    });
    const { searchedTo } = searched;
    const isFull = rows.length > query.limit;
    return {
      rows: rows.slice(0, query.limit),
      hasMore: isFull || searchedTo !== undefined,
      ...(isFull && goesOn(rows.slice(0, query.limit), ofLast, query.order)),
      ...(searchedTo !== undefined && !isFull && { searchedTo }),
      ...(await this.#total(query, test, rows.length, searched)),
    };
  }

  /** How many match, told by some of the newest candidates where they are many. */
  async #total(query: TraceQuery, test: TraceTest, found: number, searched: Searched): Promise<Total> {
    const { workspaceId, filter, after, order = 'start' } = query;
    const { candidateCount } = searched;
    const isFirst = after === undefined;
    if (isFirst && searched.tested === candidateCount) return { total: found, isTotalEstimate: false };
    let { tested } = searched;
    let passed = found;
    if (candidateCount <= MAX_TESTED || !isFirst || order !== 'start') {
      [tested, passed] = [0, 0];
      const limit = candidateCount <= MAX_TESTED ? MAX_TESTED : SAMPLE;
      const { candidates } = await this.#places({ workspaceId, filter, limit });
      const reader = new SubjectReader(this.#database, workspaceId, filter, 'start');
      const untilMs = performance.now() + this.#patienceMs / 2;
      while (tested < candidates.length && performance.now() < untilMs) {
        const next = candidates.slice(tested, tested + READ_ROWS.first);
        for (const trace of await reader.read(next, passed * 2 > tested)) if (test(trace)) passed++;
        tested += next.length;
      }
      if (tested === candidates.length && candidateCount <= candidates.length)
        return { total: passed, isTotalEstimate: false };
    }
    const share = tested === 0 ? 1 : passed / tested;
    return { total: Math.max(found, passed, Math.round(share * candidateCount)), isTotalEstimate: true };
  }

  #places(query: TraceQuery): Promise<CandidatePlaces> {
    return this.#parts.ask(query.filter, (standing) => candidatePlaces(this.#database, standing, query));
  }

  #candidates(query: TraceQuery): Promise<CandidatePage> {
    return this.#parts.ask(query.filter, (standing) => candidatesOf(this.#database, standing, query));
  }
}

/** How many stand up to a place. */
function countUntil(candidates: readonly Candidate[], end: TraceKey): number {
  return candidates.filter(({ place }) => comparePlaces(place, end) <= 0).length;
}

/**
 * Traces of a stretch stand in order of what they are by now. So the next page begins behind the last one that is shown,
 * unless that has left the stretch since it was found: then others would be left out, or come twice.
 */
function goesOn(
  rows: readonly TraceRow[],
  { after, end }: Stretch,
  order: TraceOrder = 'start',
): Pick<TracePage, 'searchedTo'> {
  const last = rows.at(-1);
  if (end === undefined) return {};
  if (last === undefined || comparePlaces(placeOf(last, order), end) > 0) return { searchedTo: end };
  return after !== undefined && comparePlaces(placeOf(last, order), after) < 0 ? { searchedTo: after } : {};
}
