import type { TrackingQueries } from '../tracking-database.ts';
import type { ModelOutput, RunDataset } from './run-store.ts';
import type { RunModelRow } from './run-tables.ts';

const CONTEXT_TAG = 'mlflow.data.context';

/** Notes data that went into a run, in the order given, behind what is there. */
export async function addDatasets(
  transaction: TrackingQueries,
  workspaceId: string,
  runId: string,
  datasets: readonly RunDataset[],
): Promise<void> {
  let place = await nextPlace(transaction, 'run_datasets', workspaceId, runId);
  for (const dataset of datasets) {
    await transaction
      .insertInto('run_datasets')
      .values({
        workspace_id: workspaceId,
        run_id: runId,
        name: dataset.name,
        digest: dataset.digest,
        context: dataset.tags.get(CONTEXT_TAG) ?? null,
        source_type: dataset.sourceType,
        source: dataset.source,
        schema: dataset.schema ?? null,
        profile: dataset.profile ?? null,
        tags: JSON.stringify([...dataset.tags]),
        place: place++,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Notes models that went into a run or came out of it. */
export async function addModels(
  transaction: TrackingQueries,
  workspaceId: string,
  runId: string,
  direction: RunModelRow['direction'],
  models: readonly ModelOutput[],
): Promise<void> {
  let place = await nextPlace(transaction, 'run_models', workspaceId, runId);
  for (const { modelId, step } of models) {
    await transaction
      .insertInto('run_models')
      .values({ workspace_id: workspaceId, run_id: runId, direction, model_id: modelId, step, place: place++ })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function nextPlace(
  transaction: TrackingQueries,
  table: 'run_datasets' | 'run_models',
  workspaceId: string,
  runId: string,
): Promise<number> {
  const last = await transaction
    .selectFrom(table)
    .select((of) => of.fn.max('place').as('place'))
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  return Number(last?.place ?? 0) + 1;
}
