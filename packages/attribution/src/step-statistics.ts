import type { StepTree } from './step-tree.ts';
import type { TraceColumns } from './trace-columns.ts';

/** What is known of each span beyond its times; -1 where a count or a cost is unknown. */
export interface SpanMeasures {
  readonly selfUs: ArrayLike<number>;
  readonly criticalUs: ArrayLike<number>;
  readonly inputTokens: ArrayLike<number>;
  readonly outputTokens: ArrayLike<number>;
  readonly costUsd: ArrayLike<number>;
  readonly isError: (span: number) => boolean;
}

/** One step, over all of its spans. Times in microseconds. */
export interface StepStatistics {
  readonly count: number;
  readonly errorCount: number;
  /** Of the spans' lengths; nearest rank, so each is the length of a real span. */
  readonly p50Us: number;
  readonly p95Us: number;
  readonly sumUs: number;
  readonly selfUs: number;
  readonly criticalUs: number;
  /** Undefined where no span reported any. */
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly costUsd: number | undefined;
}

/** Adds the spans of each step up, in the order of the tree's steps. */
export function stepStatistics(trace: TraceColumns, tree: StepTree, measures: SpanMeasures): readonly StepStatistics[] {
  const spans: number[][] = Array.from({ length: tree.count }, () => []);
  for (let span = 0; span < trace.count; span++) spans[tree.stepOf[span]!]!.push(span);
  return spans.map((members) => {
    const lengths = Float64Array.from(members, (span) => Math.max(0, trace.endUs[span]! - trace.startUs[span]!)).sort();
    return {
      count: members.length,
      errorCount: members.filter(measures.isError).length,
      p50Us: quantile(lengths, 0.5),
      p95Us: quantile(lengths, 0.95),
      sumUs: lengths.reduce((sum, us) => sum + us, 0),
      selfUs: total(members, measures.selfUs) ?? 0,
      criticalUs: total(members, measures.criticalUs) ?? 0,
      inputTokens: total(members, measures.inputTokens),
      outputTokens: total(members, measures.outputTokens),
      costUsd: total(members, measures.costUsd),
    };
  });
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function total(spans: readonly number[], values: ArrayLike<number>): number | undefined {
  let sum: number | undefined;
  for (const span of spans) if (values[span]! >= 0) sum = (sum ?? 0) + values[span]!;
  return sum;
}
