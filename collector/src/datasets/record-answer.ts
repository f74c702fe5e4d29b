import type { DatasetRecord } from '@tracewright/schema';
import type { JsonObject, RecordContent } from '../storage/tracking/datasets/dataset-store.ts';
import type { GivenRecord } from '../storage/tracking/datasets/dataset-version-store.ts';
import { isObject } from '../storage/tracking/datasets/record-schema.ts';

/** A record as our own API tells it. */
export function recordAnswer(id: string, { inputs, source, ...rest }: RecordContent): DatasetRecord {
  const { source_type: type, source_data: data } = source ?? {};
  return {
    id,
    inputs,
    ...rest,
    ...(typeof type === 'string' && { source: { type, data: isObject(data) ? data : {} } }),
  };
}

/** The same the other way round: sources are kept as MLflow's clients write them. */
export function givenRecord({ source, ...rest }: Omit<DatasetRecord, 'id'> & { readonly id?: string }): GivenRecord {
  if (source === undefined) return rest;
  return { ...rest, source: { source_type: source.type, source_data: source.data } satisfies JsonObject };
}
