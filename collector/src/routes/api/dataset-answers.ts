import type { DatasetSummary, DatasetVersion } from '@tracewright/schema';
import type { StoredVersion, VersionedDataset } from '../../storage/tracking/datasets/dataset-version-store.ts';

export function versionAnswer({ createdMs, ...version }: StoredVersion): DatasetVersion {
  return { ...version, createdNs: nanosOfMs(createdMs) };
}

export function summaryOf({ dataset, latest, hasChanges }: VersionedDataset): DatasetSummary {
  return {
    id: dataset.id,
    name: dataset.name,
    latestVersion: latest === undefined ? null : versionAnswer(latest),
    recordCount: dataset.recordCount,
    hasChanges,
    tags: Object.fromEntries(dataset.tags),
    experimentIds: dataset.experimentIds,
    createdNs: nanosOfMs(dataset.createdMs),
    updatedNs: nanosOfMs(dataset.updatedMs),
  };
}

export function nanosOfMs(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}
