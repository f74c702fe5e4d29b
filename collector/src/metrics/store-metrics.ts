import type { StoreStats } from '../storage/spans/span-store.ts';
import type { StoreQuality } from '../storage/spans/store-quality.ts';
import type { Metric } from './prometheus-text.ts';

const SPAN_PROBLEMS = ['skewed', 'truncated', 'duplicated', 'dropped'] as const;

/** How many spans are odd, by how. */
export type SpanProblems = Pick<StoreQuality, (typeof SPAN_PROBLEMS)[number]>;

/** What a store holds, and in what quality it came. */
export function storeMetrics(stats: StoreStats, problems: SpanProblems): readonly Metric[] {
  const gauge = (name: string, help: string, value: number): Metric => ({
    name: `tracewright_store_${name}`,
    type: 'gauge',
    help,
    samples: [{ value }],
  });
  return [
    gauge('bytes', 'Size of the span store, its log not included.', stats.bytes),
    gauge('traces', 'Traces stored.', stats.traceCount),
    gauge('spans', 'Spans stored.', stats.spanCount),
    ...(stats.waitingTraces === undefined
      ? []
      : [gauge('waiting_traces', 'Traces that the indexes by user and session do not hold yet.', stats.waitingTraces)]),
    gauge('chunks', 'Column chunks; many small ones mean that merging lags.', stats.chunkCount),
    {
      name: 'tracewright_data_quality_traces',
      type: 'gauge',
      help: 'Traces with something missing: unended (the root still runs), orphaned (no root has come), unpriced (a part of the cost is unknown), estimated (usage was counted, not reported).',
      samples: Object.entries(stats.quality).map(([problem, value]) => ({ labels: { problem }, value })),
    },
    {
      name: 'tracewright_data_quality_spans',
      type: 'gauge',
      help: 'Spans that are odd: skewed (begin before their parent), truncated (content was cut), and of all that came duplicated (came once more) and dropped (told by senders).',
      samples: SPAN_PROBLEMS.map((problem) => ({ labels: { problem }, value: problems[problem] })),
    },
  ];
}
