import type { Dataset, DatasetRecord, JsonObject, JsonValue } from '../../storage/tracking/datasets/dataset-store.ts';
import { isObject } from '../../storage/tracking/datasets/record-schema.ts';

/** A dataset as MLflow writes it: what has a shape of its own is JSON within JSON. */
export function datasetJson(dataset: Dataset): object {
  return {
    dataset_id: dataset.id,
    name: dataset.name,
    tags: JSON.stringify(Object.fromEntries(dataset.tags)),
    ...(dataset.schema === undefined ? {} : { schema: JSON.stringify(dataset.schema) }),
    ...(dataset.recordCount === 0 ? {} : { profile: JSON.stringify({ num_records: dataset.recordCount }) }),
    digest: dataset.digest,
    created_time: dataset.createdMs,
    last_update_time: dataset.updatedMs,
    ...(dataset.createdBy === null ? {} : { created_by: dataset.createdBy }),
    ...(dataset.updatedBy === null ? {} : { last_updated_by: dataset.updatedBy }),
    ...(dataset.experimentIds.length === 0 ? {} : { experiment_ids: dataset.experimentIds }),
  };
}

/** A record as MLflow writes it. */
export function recordJson(datasetId: string, record: DatasetRecord): object {
  const { inputs, outputs, expectations, tags = {}, source } = record.content;
  return {
    dataset_record_id: record.id,
    dataset_id: datasetId,
    inputs,
    ...(outputs == null ? {} : { outputs }),
    ...(expectations === undefined ? {} : { expectations }),
    tags,
    ...(source === undefined ? {} : { source, source_type: source.source_type, source_id: sourceId(source) }),
    created_time: record.createdMs,
    last_update_time: record.updatedMs,
    ...(record.createdBy === null ? {} : { created_by: record.createdBy }),
    ...(record.updatedBy === null ? {} : { last_updated_by: record.updatedBy }),
  };
}

/** Id of the trace, document or other thing that a record was made from. */
function sourceId({ source_type: type, source_data: data }: JsonObject): JsonValue | undefined {
  return isObject(data) ? data[type === 'TRACE' ? 'trace_id' : 'source_id'] : undefined;
}
