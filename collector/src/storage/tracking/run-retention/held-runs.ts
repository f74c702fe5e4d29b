import { sql } from 'kysely';
import type { TrackingQueries } from '../tracking-database.ts';

/** How ids of runs look wherever they are mentioned. */
const RUN_ID = /[0-9a-f]{32}/g;

/** What stands in every text that names a run: `run_id`, `runs:/…`, an address of artifacts, `mlflow-artifacts:` or HTTP's. */
const MENTIONS = ['%run%', '%mlflow-artifacts%'] as const;

/** Runs that something else comes from: versions of registered models and prompts, datasets, data of other runs. */
export async function heldRuns(db: TrackingQueries, workspaceId: string): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  const hold = (text: string): void => {
    for (const [id] of text.matchAll(RUN_ID)) held.add(id);
  };
  const versions = await db
    .selectFrom('model_versions')
    .select(['run_id', 'source', 'storage_location', 'run_link'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  for (const { run_id, source, storage_location, run_link } of versions) {
    for (const text of [run_id, source, storage_location, run_link]) hold(text);
  }
  for (const id of await runsOfRegisteredModels(db, workspaceId)) held.add(id);
  const used = await db
    .selectFrom('run_datasets')
    .select(['run_id', 'source'])
    .where('workspace_id', '=', workspaceId)
    .where((of) => of.or(MENTIONS.map((mention) => of('source', 'like', mention))))
    .execute();
  for (const { run_id, source } of used) {
    // A run that reads what it has written itself keeps nobody but itself.
    for (const [id] of source.matchAll(RUN_ID)) if (id !== run_id) held.add(id);
  }
  const records = await db
    .selectFrom('dataset_records')
    .select('content')
    .where('workspace_id', '=', workspaceId)
    .where((of) => of.or(MENTIONS.map((mention) => of('content', 'like', mention))))
    .execute();
  for (const { content } of records) hold(content);
  return held;
}

/** A version can name the logged model that it was made from instead of its run. */
async function runsOfRegisteredModels(db: TrackingQueries, workspaceId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('logged_models')
    .innerJoin('model_versions', (join) =>
      join
        .onRef('model_versions.workspace_id', '=', 'logged_models.workspace_id')
        .on((of) =>
          of.or([
            of('model_versions.model_id', '=', of.ref('logged_models.model_id')),
            of('model_versions.source', 'like', sql<string>`'%' || logged_models.model_id || '%'`),
          ]),
        ),
    )
    .select('logged_models.source_run_id')
    .where('logged_models.workspace_id', '=', workspaceId)
    .execute();
  return rows.map(({ source_run_id }) => source_run_id);
}
