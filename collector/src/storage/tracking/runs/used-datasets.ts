import { experimentNumber } from '../experiments/require-experiment.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { UsedDataset } from './run-store.ts';

/** Data that runs of these experiments have used, each once for what it was used for. */
export async function usedDatasets(
  db: TrackingQueries,
  workspaceId: string,
  experimentIds: readonly string[],
  limit: number,
): Promise<readonly UsedDataset[]> {
  const numbers = experimentIds.map(experimentNumber).filter((number) => number !== undefined);
  if (numbers.length === 0) return [];
  const rows = await db
    .selectFrom('run_datasets')
    .innerJoin('runs', (join) =>
      join
        .onRef('runs.workspace_id', '=', 'run_datasets.workspace_id')
        .onRef('runs.run_id', '=', 'run_datasets.run_id'),
    )
    .select(['runs.experiment', 'run_datasets.name', 'run_datasets.digest', 'run_datasets.context'])
    .distinct()
    .where('run_datasets.workspace_id', '=', workspaceId)
    .where('runs.experiment', 'in', numbers)
    .orderBy('runs.experiment')
    .orderBy('run_datasets.name')
    .orderBy('run_datasets.digest')
    .orderBy('run_datasets.context')
    .limit(limit)
    .execute();
  return rows.map(({ experiment, name, digest, context }) => ({
    experimentId: String(experiment),
    name,
    digest,
    context: context ?? undefined,
  }));
}
