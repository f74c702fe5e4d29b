import type { DatasetDiff } from '@tracewright/schema';
import type { DatasetRef } from './datasets/dataset.ts';
import type { NewDatasetVersion, RegisteredVersion } from './datasets/dataset-versions.ts';
import { exportRecords, type RecordFormat } from './datasets/export-records.ts';
import type { LoadedDataset } from './datasets/loaded-dataset.ts';
import { defaultClient } from './default-client.ts';

/** `TracewrightClient.datasets.register` */
export function createDataset(given: NewDatasetVersion): Promise<RegisteredVersion> {
  return defaultClient().datasets.register(given);
}

/** `TracewrightClient.datasets.load` */
export function loadDataset<Inputs = Readonly<Record<string, unknown>>, Expected = Readonly<Record<string, unknown>>>(
  ref: DatasetRef,
): Promise<LoadedDataset<Inputs, Expected>> {
  return defaultClient().datasets.load<Inputs, Expected>(ref);
}

/** `TracewrightClient.datasets.diff` */
export function diffDatasets(before: DatasetRef, after: DatasetRef): Promise<DatasetDiff> {
  return defaultClient().datasets.diff(before, after);
}

/** A version as text, piece by piece: see {@link exportRecords}. */
export async function* exportDataset(
  ref: DatasetRef,
  format: RecordFormat = 'jsonl',
): AsyncGenerator<string, void, undefined> {
  yield* exportRecords((await loadDataset<object, object>(ref)).records(), format);
}
