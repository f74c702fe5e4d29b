import type { TrackingQueries } from '../tracking-database.ts';

const OF_RUN = [
  'run_params',
  'run_tags',
  'run_datasets',
  'run_models',
  'metric_batches',
  'metric_chunks',
  'latest_metrics',
  'run_traces',
  'evaluation_rows',
  'runs',
] as const;

const OF_MODEL = ['logged_model_tags', 'logged_model_params', 'logged_model_metrics', 'logged_models'] as const;

/** Models that were made by runs, with the addresses of their artifacts. */
export interface MadeModel {
  readonly id: string;
  readonly runId: string;
  readonly artifactUri: string;
}

export async function modelsOfRuns(
  db: TrackingQueries,
  workspaceId: string,
  runIds: readonly string[],
): Promise<readonly MadeModel[]> {
  const rows = await db
    .selectFrom('logged_models')
    .select(['model_id', 'source_run_id', 'artifact_location'])
    .where('workspace_id', '=', workspaceId)
    .where('source_run_id', 'in', runIds)
    .execute();
  return rows.map((row) => ({ id: row.model_id, runId: row.source_run_id, artifactUri: row.artifact_location }));
}

/** Removes all rows of runs and of the models that they made. @param runIds one at least, and 500 at most */
export async function deleteRunRows(
  transaction: TrackingQueries,
  workspaceId: string,
  runIds: readonly string[],
  modelIds: readonly string[],
): Promise<void> {
  for (const table of OF_RUN) {
    await transaction.deleteFrom(table).where('workspace_id', '=', workspaceId).where('run_id', 'in', runIds).execute();
  }
  if (modelIds.length === 0) return;
  for (const table of OF_MODEL) {
    await transaction
      .deleteFrom(table)
      .where('workspace_id', '=', workspaceId)
      .where('model_id', 'in', modelIds)
      .execute();
  }
}
