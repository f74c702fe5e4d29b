/** How metrics are kept: see `fold-metrics.ts`. */
export interface MetricTables {
  readonly metric_batches: MetricBatchRow;
  readonly metric_chunks: MetricChunkRow;
  readonly latest_metrics: LatestMetricRow;
}

/** What came in one request, as it came. */
export interface MetricBatchRow {
  readonly id: number;
  readonly workspace_id: string;
  readonly run_id: string;
  /** As `batch-bytes.ts` writes it. */
  readonly points: Uint8Array;
}

/** Points of one key of a run, in the order in which they came. */
export interface MetricChunkRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly key: string;
  readonly number: number;
  /** Doubles: time, step and value of each point. */
  readonly points: Uint8Array;
}

export interface LatestMetricRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly key: string;
  readonly experiment: number;
  /** Null for NaN, which not every database can keep. */
  readonly value: number | null;
  readonly timestamp_ms: number;
  readonly step: number;
}
