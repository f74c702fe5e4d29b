import { createHash } from 'node:crypto';
import { ApiError } from '../../../errors.ts';
import { inParts } from '../in-parts.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { Dataset, JsonObject } from './dataset-store.ts';
import type { DatasetRow } from './dataset-tables.ts';

/** The row of a dataset. @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
export async function requireDataset(db: TrackingQueries, workspaceId: string, id: string): Promise<DatasetRow> {
  const row = await db
    .selectFrom('datasets')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('dataset_id', '=', id)
    .executeTakeFirst();
  if (row !== undefined) return row;
  throw new ApiError('RESOURCE_DOES_NOT_EXIST', `Evaluation dataset with id '${id}' not found`);
}

/** One dataset as it stands. */
export async function oneDataset(db: TrackingQueries, row: DatasetRow): Promise<Dataset> {
  const [dataset] = await readDatasets(db, row.workspace_id, [row]);
  return dataset!;
}

/** These datasets with everything that belongs to them, in this order. */
export async function readDatasets(
  db: TrackingQueries,
  workspaceId: string,
  rows: readonly DatasetRow[],
): Promise<readonly Dataset[]> {
  const tags = new Map<string, Map<string, string>>();
  const experiments = new Map<string, string[]>();
  const counts = new Map<string, number>();
  for (const ids of inParts(rows.map(({ dataset_id }) => dataset_id))) {
    const tagged = await db
      .selectFrom('dataset_tags')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('dataset_id', 'in', ids)
      .orderBy('key')
      .execute();
    for (const { dataset_id, key, value } of tagged) {
      tags.set(dataset_id, (tags.get(dataset_id) ?? new Map<string, string>()).set(key, value));
    }
    const used = await db
      .selectFrom('dataset_experiments')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('dataset_id', 'in', ids)
      .orderBy('experiment_id')
      .execute();
    for (const { dataset_id, experiment_id } of used) {
      experiments.set(dataset_id, [...(experiments.get(dataset_id) ?? []), experiment_id]);
    }
    const counted = await db
      .selectFrom('dataset_records')
      .select((select) => ['dataset_id', select.fn.countAll().as('count')])
      .where('workspace_id', '=', workspaceId)
      .where('dataset_id', 'in', ids)
      .groupBy('dataset_id')
      .execute();
    for (const { dataset_id, count } of counted) counts.set(dataset_id, Number(count));
  }
  return rows.map((row) => ({
    id: row.dataset_id,
    name: row.name,
    digest: createHash('sha256').update(`${row.name}:${row.digest_ms}`).digest('hex').slice(0, 8),
    schema: row.schema === null ? undefined : (JSON.parse(row.schema) as JsonObject),
    recordCount: counts.get(row.dataset_id) ?? 0,
    tags: tags.get(row.dataset_id) ?? new Map(),
    experimentIds: experiments.get(row.dataset_id) ?? [],
    createdBy: row.created_by,
    updatedBy: row.updated_by,
    // Postgres gives 64-bit integers as text.
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
  }));
}
