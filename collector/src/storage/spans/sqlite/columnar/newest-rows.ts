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

/** Rows that are read to find a page: more of them begin at one and the same time only where something is odd. */
const MAX_READ = 10_000;

/** A row that may stand on the page. */
interface Candidate {
  readonly startNs: number;
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
    const candidates = newest.all();
    if (candidates.length > MAX_READ) return undefined;
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
      const startNs = high[row]! * 0x1_0000_0000 + low[row]!;
      if (startNs < this.#leastNs || startNs > this.#fromNs) continue;
      if (this.#best.push({ startNs, chunk, row }) > this.#most) this.#keep();
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
