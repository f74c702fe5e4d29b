import { spanTest } from '../../../../filter/evaluate.ts';
import type { Expression } from '../../../../filter/expression.ts';
import { compareSpans } from '../../questions/newest-spans.ts';
import type { SpanPage, SpanQuery } from '../../questions/span-questions.ts';
import type { SpanColumns } from '../../span-store.ts';
import { SECTION } from '../chunk/section.ts';
import type { ChunkTable } from '../chunk-table.ts';
import type { ChunkRows } from './chunk-rows.ts';
import { columnFilter, needsWholeTraces } from './column-filter.ts';
import type { HotChunk } from './hot-chunk.ts';
import type { HotColumns } from './hot-columns.ts';
import { RowMarks } from './row-marks.ts';

/** Rows that begin at one and the same time and are put in order: there are more only where something is odd. */
const MAX_CANDIDATES = 200_000;
/** Of those, rows of one and the same trace that have to be read to be told apart. */
const MAX_READ = 10_000;

/** A row that may stand on the page. */
interface Candidate {
  /** To 256 ns; the halves of it are exact. */
  readonly startNs: number;
  readonly startHigh: number;
  readonly startLow: number;
  readonly chunk: HotChunk;
  readonly row: number;
}

/** Finds the newest spans of a filter by whole columns, and reads no others. */
export class NewestRows {
  readonly #columns: HotColumns;
  readonly #chunks: ChunkTable;
  readonly #marks: RowMarks;

  constructor(columns: HotColumns, chunks: ChunkTable) {
    this.#columns = columns;
    this.#chunks = chunks;
    this.#marks = new RowMarks(columns.spread);
  }

  /** To be called within a transaction. @returns undefined where columns do not say enough */
  page({ workspaceId, filter, limit, after }: SpanQuery): SpanPage | undefined {
    const { chunks, rows, spread } = this.#columns;
    const test = columnFilter(filter, (traces: Expression) => spread.idsOf(workspaceId, traces));
    if (test === undefined) return undefined;
    const found: SpanColumns[] = [];
    const subjects = needsWholeTraces(filter) ? spread.subjects(workspaceId) : [];
    const passes = spanTest(filter);
    for (const { trace } of subjects) for (const span of trace.spans()) if (passes(span)) found.push(span.columns);
    const without = new Set(subjects.map(({ trace }) => trace.row.traceId));
    const newest = new NewestCandidates(limit + 1, after && Number(after.startNs));
    this.#marks.begin();
    let total = found.length;
    for (const chunk of chunks.ofWorkspace(workspaceId)) {
      rows.open(chunk);
      this.#marks.mark(rows, test, workspaceId, without);
      total += newest.add(rows, this.#marks.mask);
    }
    const candidates = nextCandidates(newest.all(), limit + 1, after);
    if (candidates === undefined) return undefined;
    const ofChunks = Map.groupBy(candidates, ({ chunk }) => chunk);
    const next = [...found, ...[...ofChunks].flatMap(([chunk, of]) => this.#read(chunk, of))]
      .filter((span) => after === undefined || compareSpans(after, span) < 0)
      .sort(compareSpans);
    return { spans: next.slice(0, limit), hasMore: next.length > limit, total, isTotalEstimate: false };
  }

  #read(chunk: HotChunk, candidates: readonly Candidate[]): readonly SpanColumns[] {
    const reader = this.#chunks.get(chunk.id)?.reader;
    return candidates.flatMap(({ row }) => {
      const traceId = chunk.traceId(chunk.traceOf(row));
      const rows = reader?.rowsOf(traceId);
      return (rows && reader?.columns(traceId, rows, { from: row, to: row + 1 })) ?? [];
    });
  }
}

/** As much of a row's place in the list as columns tell: the id of its span they do not. */
interface Place {
  readonly startNs: bigint;
  readonly traceId: string;
}

/**
 * Those that may be the next so many spans, without reading any: of rows of one trace that begin together either all or
 * none.
 *
 * @param after where the page before ended
 * @returns undefined where they are too many
 */
function nextCandidates(
  candidates: readonly Candidate[],
  count: number,
  after: Place | undefined,
): readonly Candidate[] | undefined {
  if (candidates.length > MAX_CANDIDATES) return undefined;
  const placed = candidates.map((candidate) => ({ candidate, place: placeOf(candidate) }));
  // Which of those that stand with the last one of the page before were on it only their ids tell.
  const [tied, behind] =
    after === undefined
      ? [[], placed]
      : [0, -1].map((order) => placed.filter(({ place }) => comparePlaces(after, place) === order));
  behind!.sort((a, b) => comparePlaces(a.place, b.place));
  const last = behind![count - 1]?.place;
  const next = last === undefined ? behind! : behind!.filter(({ place }) => comparePlaces(place, last) <= 0);
  if (tied!.length + next.length > MAX_READ) return undefined;
  return [...tied!, ...next].map(({ candidate }) => candidate);
}

function placeOf({ chunk, row, startHigh, startLow }: Candidate): Place {
  return { startNs: (BigInt(startHigh) << 32n) | BigInt(startLow), traceId: chunk.traceId(chunk.traceOf(row)) };
}

/** As `compareSpans` does before it looks at ids of spans. */
function comparePlaces(a: Place, b: Place): number {
  if (a.startNs !== b.startNs) return a.startNs > b.startNs ? -1 : 1;
  return a.traceId > b.traceId ? -1 : a.traceId < b.traceId ? 1 : 0;
}

/** Keeps the rows that begin last, and all that begin with the last of them: what is equal, or nearly, is told apart later. */
class NewestCandidates {
  readonly #count: number;
  readonly #fromNs: number;
  #best: Candidate[] = [];
  #leastNs = Number.NEGATIVE_INFINITY;
  /** How many are kept before the best are picked again. */
  #most = 0;

  /** @param fromNs of the last row of the page before: whatever begins near it may have been on that page */
  constructor(count: number, fromNs: number = Number.POSITIVE_INFINITY) {
    this.#count = count;
    this.#fromNs = fromNs;
  }

  /** @returns how many rows are marked */
  add(rows: ChunkRows, mask: Uint8Array): number {
    const { chunk } = rows;
    const high = rows.column(SECTION.startHigh);
    const low = rows.column(SECTION.startLow);
    let marked = 0;
    for (let row = 0; row < chunk.spanCount; row++) {
      if (mask[row] === 0) continue;
      marked++;
      const [startHigh, startLow] = [high[row]!, low[row]!];
      const startNs = startHigh * 0x1_0000_0000 + startLow;
      if (startNs < this.#leastNs || startNs > this.#fromNs) continue;
      if (this.#best.push({ startNs, startHigh, startLow, chunk, row }) > this.#most) this.#keep();
    }
    return marked;
  }

  all(): readonly Candidate[] {
    this.#keep();
    return this.#best;
  }

  /** Those that begin just when the page before ended do not count: they may all have been on it. */
  #keep(): void {
    const sure = this.#best.filter(({ startNs }) => startNs < this.#fromNs).sort((a, b) => b.startNs - a.startNs);
    this.#leastNs = sure[this.#count - 1]?.startNs ?? Number.NEGATIVE_INFINITY;
    this.#best = this.#best.filter(({ startNs }) => startNs >= this.#leastNs);
    this.#most = 2 * Math.max(this.#best.length, this.#count) + 64;
  }
}
