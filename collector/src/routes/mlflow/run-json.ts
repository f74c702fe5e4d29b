import type { MetricPoint } from '../../storage/tracking/metrics/metric-point.ts';
import type { Run, RunDataset, RunInfo } from '../../storage/tracking/runs/run-store.ts';
import { tagList } from './shapes.ts';

/** A run as MLflow writes it. */
export function runJson(run: Run): object {
  return {
    info: runInfoJson(run),
    data: {
      ...(run.metrics.length === 0 ? {} : { metrics: run.metrics.map(metricJson) }),
      ...(run.params.size === 0 ? {} : { params: [...run.params].map(([key, value]) => ({ key, value })) }),
      ...tagList(run.tags),
    },
    inputs: {
      ...(run.datasets.length === 0 ? {} : { dataset_inputs: run.datasets.map(datasetInputJson) }),
      ...(run.modelInputs.length === 0 ? {} : { model_inputs: run.modelInputs.map((id) => ({ model_id: id })) }),
    },
    outputs:
      run.modelOutputs.length === 0
        ? {}
        : { model_outputs: run.modelOutputs.map(({ modelId, step }) => ({ model_id: modelId, step })) },
  };
}

export function runInfoJson(info: RunInfo): object {
  return {
    run_id: info.id,
    run_uuid: info.id,
    run_name: info.name,
    experiment_id: info.experimentId,
    user_id: info.userId,
    status: info.status,
    start_time: info.startMs,
    end_time: info.endMs,
    artifact_uri: info.artifactUri,
    lifecycle_stage: info.lifecycle,
  };
}

export function metricJson({ key, value, timestampMs, step }: MetricPoint): object {
  return { key, value: doubleJson(value), timestamp: timestampMs, step };
}

/** As protobuf's JSON has what JSON's numbers lack. */
export function doubleJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function datasetInputJson({ name, digest, sourceType, source, schema, profile, tags }: RunDataset): object {
  return { ...tagList(tags), dataset: { name, digest, source_type: sourceType, source, schema, profile } };
}
