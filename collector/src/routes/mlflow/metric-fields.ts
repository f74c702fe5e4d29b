import * as v from 'valibot';
import type { LoggedModelMetric } from '../../storage/tracking/logged-models/logged-model-store.ts';
import type { MetricPoint } from '../../storage/tracking/metrics/metric-point.ts';
import { parseRequest } from './endpoint.ts';
import { checkKey } from './key-rules.ts';
import { double, int64, optional, requiredText, text } from './request-fields.ts';

type OptionalText = v.NullishSchema<typeof text, () => undefined>;

// An alias, since an interface has no index signature.
type MetricEntries = {
  readonly key: typeof requiredText;
  readonly value: typeof double;
  readonly timestamp: typeof int64;
  readonly step: v.NullishSchema<typeof int64, 0>;
  readonly model_id: OptionalText;
  readonly dataset_name: OptionalText;
  readonly dataset_digest: OptionalText;
};

/** Fields of a metric in a request. */
export const METRIC_ENTRIES: MetricEntries = {
  key: requiredText,
  value: double,
  timestamp: int64,
  step: v.nullish(int64, 0),
  model_id: optional(text),
  dataset_name: optional(text),
  dataset_digest: optional(text),
};

const Metrics = v.object({ metrics: v.array(v.object(METRIC_ENTRIES)) });

/** What one request says was measured. */
export interface GivenMetrics {
  readonly metrics: readonly MetricPoint[];
  readonly modelMetrics: readonly LoggedModelMetric[];
}

/**
 * Reads the metrics of a request.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` that names the first field that is missing or wrong.
 */
export function readMetrics(runId: string, given: readonly unknown[]): GivenMetrics {
  const read = plainMetrics(given) ?? anyMetrics(runId, given);
  for (const { key } of read.metrics) checkKey('metric', key);
  return read;
}

/** Metrics as clients mostly write them, since a schema takes ten times as long; undefined if one is not like that. */
function plainMetrics(given: readonly unknown[]): GivenMetrics | undefined {
  const metrics: MetricPoint[] = [];
  for (const one of given) {
    if (typeof one !== 'object' || one === null) return undefined;
    const { key, value, timestamp, step = 0, model_id } = one as Readonly<Record<string, unknown>>;
    if (typeof key !== 'string' || key === '' || typeof value !== 'number' || model_id !== undefined) return undefined;
    if (!Number.isSafeInteger(timestamp) || !Number.isSafeInteger(step)) return undefined;
    metrics.push({ key, value, timestampMs: timestamp as number, step: step as number });
  }
  return { metrics, modelMetrics: [] };
}

function anyMetrics(runId: string, given: readonly unknown[]): GivenMetrics {
  const modelMetrics: LoggedModelMetric[] = [];
  const metrics = parseRequest(Metrics, { metrics: given }).metrics.map((metric) => {
    const point = { key: metric.key, value: metric.value, timestampMs: metric.timestamp, step: metric.step };
    if (metric.model_id) {
      const dataset = { datasetName: metric.dataset_name ?? '', datasetDigest: metric.dataset_digest ?? '' };
      modelMetrics.push({ ...point, ...dataset, modelId: metric.model_id, runId });
    }
    return point;
  });
  return { metrics, modelMetrics };
}
