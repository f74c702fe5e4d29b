import { EVALUATION_RUN_TYPE, EVALUATION_TAG } from '@tracewright/schema';
import type { TrackingQueries } from '../tracking-database.ts';
import type { StoredUse } from './dataset-version-store.ts';

/** Runs that have used a dataset, the newest first. */
export async function datasetUses(
  db: TrackingQueries,
  workspaceId: string,
  id: string,
  limit: number,
): Promise<readonly StoredUse[]> {
  const rows = await db
    .selectFrom('run_datasets')
    .innerJoin('runs', (join) =>
      join
        .onRef('runs.workspace_id', '=', 'run_datasets.workspace_id')
        .onRef('runs.run_id', '=', 'run_datasets.run_id'),
    )
    .select(['runs.run_id', 'runs.name', 'runs.experiment', 'runs.start_ms'])
    .leftJoin('run_tags', (join) =>
      join
        .onRef('run_tags.workspace_id', '=', 'runs.workspace_id')
        .onRef('run_tags.run_id', '=', 'runs.run_id')
        .on('run_tags.key', '=', EVALUATION_TAG.runType),
    )
    .select(['run_datasets.digest', 'run_datasets.context', 'run_tags.value as run_type'])
    .where('run_datasets.workspace_id', '=', workspaceId)
    // JSON that names it, as clients write it: no other id has it within.
    .where('run_datasets.source', 'like', `%"${id}"%`)
    .orderBy('runs.start_ms', 'desc')
    .orderBy('runs.run_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    runId: row.run_id,
    runName: row.name,
    experimentId: String(row.experiment),
    startMs: Number(row.start_ms),
    digest: row.digest,
    context: row.context,
    isEvaluation: row.run_type === EVALUATION_RUN_TYPE,
  }));
}
