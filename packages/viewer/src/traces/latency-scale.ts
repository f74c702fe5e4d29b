import type { TraceSummary } from '@tracewright/schema';

/**
 * The latency that fills a bar: the 95th percentile of the traces at hand, so that one outlier does not flatten all
 * others. In ms, at least 1.
 */
export function latencyScaleMs(traces: readonly TraceSummary[]): number {
  const sorted = traces.map((trace) => trace.durationMs).sort((a, b) => a - b);
  return Math.max(1, sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 1);
}
