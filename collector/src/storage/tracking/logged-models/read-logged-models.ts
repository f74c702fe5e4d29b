import { inParts } from '../in-parts.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { LoggedModel, LoggedModelMetric, LoggedModelStatus } from './logged-model-store.ts';
import type { LoggedModelRow } from './logged-model-tables.ts';

/** These models with everything that belongs to them, in this order. */
export async function readLoggedModels(
  db: TrackingQueries,
  workspaceId: string,
  rows: readonly LoggedModelRow[],
): Promise<readonly LoggedModel[]> {
  const ids = rows.map(({ model_id }) => model_id);
  const tags = await readKeyed(db, 'logged_model_tags', workspaceId, ids);
  const params = await readKeyed(db, 'logged_model_params', workspaceId, ids);
  const metrics = await readMetrics(db, workspaceId, ids);
  return rows.map((row) => ({
    id: row.model_id,
    experimentId: row.experiment_id,
    name: row.name,
    artifactLocation: row.artifact_location,
    modelType: row.model_type,
    sourceRunId: row.source_run_id,
    status: row.status as LoggedModelStatus,
    // Postgres gives 64-bit integers as text.
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
    tags: tags.get(row.model_id) ?? new Map(),
    params: params.get(row.model_id) ?? new Map(),
    metrics: metrics.get(row.model_id) ?? [],
  }));
}

async function readKeyed(
  db: TrackingQueries,
  table: 'logged_model_tags' | 'logged_model_params',
  workspaceId: string,
  modelIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const ofModels = new Map<string, Map<string, string>>();
  for (const ids of inParts(modelIds)) {
    const rows = await db
      .selectFrom(table)
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('model_id', 'in', ids)
      .orderBy('key')
      .execute();
    for (const { model_id, key, value } of rows) {
      ofModels.set(model_id, (ofModels.get(model_id) ?? new Map<string, string>()).set(key, value));
    }
  }
  return ofModels;
}

async function readMetrics(
  db: TrackingQueries,
  workspaceId: string,
  modelIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LoggedModelMetric[]>> {
  const ofModels = new Map<string, LoggedModelMetric[]>();
  for (const ids of inParts(modelIds)) {
    const rows = await db
      .selectFrom('logged_model_metrics')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('model_id', 'in', ids)
      .orderBy('key')
      .orderBy('timestamp_ms')
      .orderBy('step')
      .execute();
    for (const row of rows) {
      const metric: LoggedModelMetric = {
        modelId: row.model_id,
        key: row.key,
        value: row.value ?? Number.NaN,
        timestampMs: Number(row.timestamp_ms),
        step: Number(row.step),
        runId: row.run_id,
        datasetName: row.dataset_name,
        datasetDigest: row.dataset_digest,
      };
      const known = ofModels.get(row.model_id);
      if (known === undefined) ofModels.set(row.model_id, [metric]);
      else known.push(metric);
    }
  }
  return ofModels;
}
