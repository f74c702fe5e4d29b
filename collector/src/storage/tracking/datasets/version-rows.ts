import { setImmediate } from 'node:timers/promises';
import { canonicalJson, type DatasetPointer } from '@tracewright/schema';
import type { TrackingQueries } from '../tracking-database.ts';
import type { DatasetRow } from './dataset-tables.ts';
import type { StoredVersion } from './dataset-version-store.ts';
import type { DatasetVersionRow } from './dataset-version-tables.ts';
import type { SnapshotRecord } from './snapshot.ts';

/** Rows that one statement inserts. */
const ROWS = 500;

/** Whose rows they are. */
export type DatasetKey = Pick<DatasetRow, 'workspace_id' | 'dataset_id'>;

export function keyOf({ workspace_id, dataset_id }: DatasetKey): DatasetKey {
  return { workspace_id, dataset_id };
}

/** The newest first. @param before those of lower numbers alone */
export async function readVersions(
  db: TrackingQueries,
  { workspace_id, dataset_id }: DatasetKey,
  limit: number,
  before?: number,
): Promise<readonly DatasetVersionRow[]> {
  let query = db
    .selectFrom('dataset_versions')
    .selectAll()
    .where('workspace_id', '=', workspace_id)
    .where('dataset_id', '=', dataset_id);
  if (before !== undefined) query = query.where('version', '<', before);
  return query.orderBy('version', 'desc').limit(limit).execute();
}

/** Contents that another version has already stand once. */
export async function insertRecords(
  transaction: TrackingQueries,
  { version, ...row }: DatasetVersionRow,
  records: readonly SnapshotRecord[],
): Promise<void> {
  const key = keyOf(row);
  for (let from = 0; from < records.length; from += ROWS) {
    const part = records.slice(from, from + ROWS);
    const contents = new Map(part.map(({ contentHash, content }) => [contentHash, content]));
    await transaction
      .insertInto('dataset_contents')
      .values(
        [...contents].map(([content_hash, content]) => ({ ...key, content_hash, content: canonicalJson(content) })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction
      .insertInto('dataset_version_records')
      .values(
        part.map(({ id, contentHash }, at) => ({
          ...key,
          version,
          position: from + at,
          record_id: id,
          content_hash: contentHash,
        })),
      )
      .execute();
    // SQLite writes on this thread, and all of them may take seconds: other requests come to their turn.
    await setImmediate();
  }
}

export function storedVersion(row: DatasetVersionRow): StoredVersion {
  return {
    version: row.version,
    digest: row.digest,
    recordCount: row.record_count,
    pointer: row.pointer === null ? null : (JSON.parse(row.pointer) as DatasetPointer),
    note: row.note,
    by: row.actor,
    // Postgres gives 64-bit integers as text.
    createdMs: Number(row.created_ms),
  };
}
