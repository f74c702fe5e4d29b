/** A value of a metric. */
export interface MetricPoint {
  readonly key: string;
  /** NaN and the infinities among them. */
  readonly value: number;
  /** Milliseconds since the Unix epoch, or whatever the client counts in. */
  readonly timestampMs: number;
  readonly step: number;
}

/** The value of the highest step; of several, the one of the latest time, then the highest. */
export type LatestMetric = MetricPoint;

/** Whether a point comes behind another in the order of {@link LatestMetric}. NaN is below every number. */
export function isLater(a: Omit<MetricPoint, 'key'>, b: Omit<MetricPoint, 'key'>): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestampMs !== b.timestampMs) return a.timestampMs > b.timestampMs;
  return a.value > b.value || (Number.isNaN(b.value) && !Number.isNaN(a.value));
}
