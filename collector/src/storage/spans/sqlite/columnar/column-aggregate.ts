import { spanTest } from '../../../../filter/evaluate.ts';
import type { Expression } from '../../../../filter/expression.ts';
import type { Aggregate, AggregateRequest } from '../../questions/aggregate.ts';
import { aggregateSpans } from '../../questions/aggregate-spans.ts';
import { FLAG, SECTION } from '../chunk/section.ts';
import { CALL_KINDS, ChunkFacts } from './chunk-facts.ts';
import type { ChunkRows } from './chunk-rows.ts';
import type { ChunkTimes } from './chunk-times.ts';
import { columnFilter, needsWholeTraces } from './column-filter.ts';
import { groupRows } from './group-rows.ts';
import type { HotChunk } from './hot-chunk.ts';
import type { HotColumns } from './hot-columns.ts';
import { RowMarks } from './row-marks.ts';

/** Adds up figures of spans from the columns of whole chunks. */
export class ColumnAggregate {
  readonly #columns: HotColumns;
  readonly #marks: RowMarks;

  constructor(columns: HotColumns) {
    this.#columns = columns;
    this.#marks = new RowMarks(columns.spread);
  }

  /**
   * To be called within a transaction.
   *
   * @returns false where columns do not say enough for the filter; nothing has been counted then.
   */
  aggregate(request: AggregateRequest, into: Aggregate): boolean {
    const { workspaceId, filter, by, attribution } = request;
    const { rows, spread } = this.#columns;
    const test = columnFilter(filter, (traces: Expression) => spread.idsOf(workspaceId, traces));
    if (test === undefined) return false;
    // Whose spans lie in several chunks is counted as a whole, where its parts have to be known of each other.
    const chunks = [...this.#columns.chunks.ofWorkspace(workspaceId)];
    const isWhole = attribution || by.includes('path') || needsWholeTraces(filter);
    const traces = spread
      .subjects(workspaceId, isWhole ? undefined : this.#withCallsElsewhere(chunks))
      .map(({ trace }) => trace);
    const without = new Set(traces.map(({ row }) => row.traceId));
    aggregateSpans(traces, request, spanTest(filter), into);
    const experiments = by.includes('experiment') ? spread.experiments(workspaceId) : undefined;
    this.#marks.begin();
    for (const chunk of chunks) {
      rows.open(chunk);
      this.#marks.mark(rows, test, workspaceId, without);
      this.#count(request, into, (traceId) => experiments?.get(traceId) ?? '0');
    }
    return true;
  }

  #count(request: AggregateRequest, into: Aggregate, experimentOf: (traceId: string) => string): void {
    const { rows } = this.#columns;
    const { chunk } = rows;
    const { mask } = this.#marks;
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
    const { rows } = this.#columns;
    const all = new Set<string>();
    for (const chunk of chunks) {
      rows.open(chunk);
      for (const traceId of ChunkFacts.of(rows).callsElsewhere(rows)) all.add(traceId);
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
