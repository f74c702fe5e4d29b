import type { DatabaseSync } from 'node:sqlite';
import { spanTest } from '../../../../filter/evaluate.ts';
import type { Expression } from '../../../../filter/expression.ts';
import type { Aggregate, AggregateRequest } from '../../questions/aggregate.ts';
import { aggregateSpans } from '../../questions/aggregate-spans.ts';
import { MAX_CHUNK_SPANS } from '../chunk/chunk-plan.ts';
import { FLAG, SECTION } from '../chunk/section.ts';
import type { ChunkTable } from '../chunk-table.ts';
import { CALL_KINDS, ChunkFacts } from './chunk-facts.ts';
import { ChunkRows } from './chunk-rows.ts';
import type { ChunkTimes } from './chunk-times.ts';
import { columnFilter, type RowFilter } from './column-filter.ts';
import { groupRows } from './group-rows.ts';
import type { HotChunk } from './hot-chunk.ts';
import { HotChunks } from './hot-chunks.ts';
import { SpreadTraces } from './spread-traces.ts';

const NONE: ReadonlySet<string> = new Set();

/** Adds up figures of spans from the columns of whole chunks. */
export class ColumnAggregate {
  readonly #chunks: HotChunks;
  readonly #spread: SpreadTraces;
  readonly #rows = new ChunkRows();
  readonly #mask = new Uint8Array(MAX_CHUNK_SPANS);

  constructor(db: DatabaseSync, chunks: ChunkTable) {
    this.#chunks = new HotChunks(db, chunks);
    this.#spread = new SpreadTraces(db, chunks);
  }

  /**
   * To be called within a transaction.
   *
   * @returns false where columns do not say enough for the filter; nothing has been counted then.
   */
  aggregate(request: AggregateRequest, into: Aggregate): boolean {
    const { workspaceId, filter, by, attribution } = request;
    const test = columnFilter(filter, (traces: Expression) => this.#spread.idsOf(workspaceId, traces));
    if (test === undefined) return false;
    // Whose spans lie in several chunks is counted as a whole, where its parts have to be known of each other.
    const chunks = [...this.#chunks.ofWorkspace(workspaceId)];
    const spread = this.#spread.subjects(
      workspaceId,
      attribution || by.includes('path') ? undefined : this.#withCallsElsewhere(chunks),
    );
    const spreadIds = new Set(spread.map(({ row }) => row.traceId));
    aggregateSpans(spread, request, spanTest(filter), into);
    const experiments = by.includes('experiment') ? this.#spread.experiments(workspaceId) : undefined;
    const dead = this.#spread.dead();
    for (const chunk of chunks) {
      this.#rows.open(chunk);
      this.#mark(test, spreadIds, dead.get(chunk.id) ?? NONE, workspaceId);
      this.#count(request, into, (traceId) => experiments?.get(traceId) ?? '0');
    }
    return true;
  }

  /** Marks the rows of the open chunk that count. */
  #mark(test: RowFilter, spreadIds: ReadonlySet<string>, dead: ReadonlySet<string>, workspaceId: string): void {
    const rows = this.#rows;
    const { chunk } = rows;
    const mask = this.#mask;
    test(rows, mask);
    const firstRows = rows.firstRows();
    const hasPending = ChunkFacts.of(rows).hasPending(rows);
    if (!hasPending && spreadIds.size === 0 && dead.size === 0) return;
    for (let index = 0; index < chunk.traceCount; index++) {
      const from = firstRows[index]!;
      const to = firstRows[index + 1]!;
      if (spreadIds.size > 0 || dead.size > 0) {
        const traceId = chunk.traceId(index);
        if (spreadIds.has(traceId) || dead.has(traceId)) mask.fill(0, from, to);
      }
      if (!hasPending) continue;
      for (let row = from; row < to; row++) {
        if (
          mask[row] === 1 &&
          rows.isPending(row) &&
          this.#spread.hasEnded(workspaceId, chunk.traceId(index), chunk.id, row)
        )
          mask[row] = 0;
      }
    }
  }

  #count(request: AggregateRequest, into: Aggregate, experimentOf: (traceId: string) => string): void {
    const rows = this.#rows;
    const { chunk } = rows;
    const mask = this.#mask;
    const groupOf = groupRows(rows, mask, request, into, experimentOf);
    const facts = ChunkFacts.of(rows);
    const times = request.attribution ? facts.times(rows) : undefined;
    const repeated = facts.repeatedCalls(rows);
    const durations = facts.durationsUs(rows);
    const kind = rows.column(SECTION.kind);
    const status = rows.column(SECTION.status);
    const flags = rows.column(SECTION.flags);
    const ttft = rows.column(SECTION.ttftUs);
    const input = rows.column(SECTION.inputTokens);
    const output = rows.column(SECTION.outputTokens);
    const cost = rows.column(SECTION.costNanoUsd);
    const measured = {
      isError: false,
      durationUs: -1,
      selfUs: -1,
      criticalUs: -1,
      ttftUs: -1,
      inputTokens: -1,
      outputTokens: -1,
      costNanoUsd: -1,
      isCostPartial: false,
    };
    for (let row = 0; row < chunk.spanCount; row++) {
      if (mask[row] === 0) continue;
      const isPending = (flags[row]! & FLAG.pending) !== 0;
      const counts = CALL_KINDS[kind[row]!] === true && repeated[row] === 0;
      measured.isError = status[row] === 2;
      measured.durationUs = durations[row]!;
      measured.selfUs = times === undefined || isPending ? -1 : times.selfUs[row]!;
      measured.criticalUs = times === undefined ? -1 : times.criticalUs[row]!;
      measured.ttftUs = ttft[row]!;
      measured.inputTokens = counts ? input[row]! : -1;
      measured.outputTokens = counts ? output[row]! : -1;
      measured.costNanoUsd = counts ? cost[row]! : -1;
      measured.isCostPartial = counts && (flags[row]! & FLAG.costPartial) !== 0;
      groupOf(row).add(measured);
    }
    if (times !== undefined) addTraces(rows, mask, times, into);
  }

  /** Traces where another chunk may decide which call repeats which. */
  #withCallsElsewhere(chunks: readonly HotChunk[]): ReadonlySet<string> {
    const all = new Set<string>();
    for (const chunk of chunks) {
      this.#rows.open(chunk);
      for (const traceId of ChunkFacts.of(this.#rows).callsElsewhere(this.#rows)) all.add(traceId);
    }
    return all;
  }
}

function addTraces(rows: ChunkRows, mask: Uint8Array, { traceUs }: ChunkTimes, into: Aggregate): void {
  const firstRows = rows.firstRows();
  for (let index = 0; index < rows.chunk.traceCount; index++) {
    const end = firstRows[index + 1]!;
    for (let row = firstRows[index]!; row < end; row++) {
      if (mask[row] === 0) continue;
      into.addTrace(traceUs[index]!);
      break;
    }
  }
}
