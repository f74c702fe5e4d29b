import type { LoggedModel, LoggedModelStatus } from '../../storage/tracking/logged-models/logged-model-store.ts';
import { tagList } from './shapes.ts';

const STATUS_NAMES: Readonly<Record<LoggedModelStatus, string>> = {
  UNSPECIFIED: 'LOGGED_MODEL_STATUS_UNSPECIFIED',
  PENDING: 'LOGGED_MODEL_PENDING',
  READY: 'LOGGED_MODEL_READY',
  FAILED: 'LOGGED_MODEL_UPLOAD_FAILED',
};

/** A logged model as MLflow writes it. */
export function loggedModelJson(model: LoggedModel): object {
  return {
    info: {
      model_id: model.id,
      experiment_id: model.experimentId,
      name: model.name,
      creation_timestamp_ms: model.createdMs,
      last_updated_timestamp_ms: model.updatedMs,
      artifact_uri: model.artifactLocation,
      status: STATUS_NAMES[model.status],
      model_type: model.modelType,
      source_run_id: model.sourceRunId,
      ...tagList(model.tags),
    },
    data: {
      params: [...model.params].map(([key, value]) => ({ key, value })),
      metrics: model.metrics.map((metric) => ({
        key: metric.key,
        value: Number.isFinite(metric.value) ? metric.value : String(metric.value),
        timestamp: metric.timestampMs,
        step: metric.step,
        model_id: metric.modelId,
        run_id: metric.runId,
        ...(metric.datasetName === ''
          ? {}
          : { dataset_name: metric.datasetName, dataset_digest: metric.datasetDigest }),
      })),
    },
  };
}
