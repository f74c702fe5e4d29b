import type { TraceSummary } from '@tracewright/schema';

/** Traces that the scale is taken from: the bars must not change whenever somebody scrolls on. */
const SAMPLE = 200;

/**
 * The latency that fills a bar: the 95th percentile of the first traces of a list, so that one outlier does not flatten
 * all others. In ms, at least 1.
 */
export function latencyScaleMs(traces: readonly TraceSummary[]): number {
  const sorted = traces
    .slice(0, SAMPLE)
    .map((trace) => trace.durationMs)
    .sort((a, b) => a - b);
  return Math.max(1, sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 1);
}
