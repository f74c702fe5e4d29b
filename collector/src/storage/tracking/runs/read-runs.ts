import { inParts } from '../in-parts.ts';
import type { LatestMetric } from '../metrics/metric-point.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { ModelOutput, Run, RunDataset, RunInfo } from './run-store.ts';
import type { RunDatasetRow, RunRow } from './run-tables.ts';

interface Logged {
  readonly metrics: LatestMetric[];
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly datasets: RunDataset[];
  readonly modelInputs: string[];
  readonly modelOutputs: ModelOutput[];
}

/** Runs of these rows with all that was logged of them; what has come of their metrics has to be folded before. */
export async function readRuns(
  db: TrackingQueries,
  workspaceId: string,
  rows: readonly RunRow[],
): Promise<readonly Run[]> {
  const logged = new Map<string, Logged>(rows.map(({ run_id }) => [run_id, nothingLogged()]));
  for (const ids of inParts([...logged.keys()])) await readPart(db, workspaceId, ids, logged);
  return rows.map((row) => ({ ...runInfo(row), ...logged.get(row.run_id)! }));
}

export function runInfo(row: RunRow): RunInfo {
  return {
    id: row.run_id,
    experimentId: String(row.experiment),
    name: row.name,
    userId: row.user_id,
    status: row.status,
    lifecycle: row.lifecycle,
    artifactUri: row.artifact_uri,
    startMs: row.start_ms,
    endMs: row.end_ms ?? undefined,
  };
}

async function readPart(
  db: TrackingQueries,
  workspaceId: string,
  ids: readonly string[],
  logged: ReadonlyMap<string, Logged>,
): Promise<void> {
  const metrics = await db
    .selectFrom('latest_metrics')
    .select(['run_id', 'key', 'value', 'timestamp_ms', 'step'])
    .where('workspace_id', '=', workspaceId)
    .where('run_id', 'in', ids)
    .orderBy('run_id')
    .orderBy('key')
    .execute();
  for (const { run_id, key, value, timestamp_ms: timestampMs, step } of metrics) {
    logged.get(run_id)!.metrics.push({ key, value: value ?? Number.NaN, timestampMs, step });
  }
  for (const [table, field] of [
    ['run_params', 'params'],
    ['run_tags', 'tags'],
  ] as const) {
    const pairs = await db
      .selectFrom(table)
      .select(['run_id', 'key', 'value'])
      .where('workspace_id', '=', workspaceId)
      .where('run_id', 'in', ids)
      .orderBy('run_id')
      .orderBy('key')
      .execute();
    for (const { run_id, key, value } of pairs) logged.get(run_id)![field].set(key, value);
  }
  const datasets = await db
    .selectFrom('run_datasets')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('run_id', 'in', ids)
    .orderBy('place')
    .execute();
  for (const row of datasets) logged.get(row.run_id)!.datasets.push(datasetOf(row));
  const models = await db
    .selectFrom('run_models')
    .select(['run_id', 'direction', 'model_id', 'step'])
    .where('workspace_id', '=', workspaceId)
    .where('run_id', 'in', ids)
    .orderBy('place')
    .execute();
  for (const { run_id, direction, model_id: modelId, step } of models) {
    if (direction === 'in') logged.get(run_id)!.modelInputs.push(modelId);
    else logged.get(run_id)!.modelOutputs.push({ modelId, step });
  }
}

function datasetOf(row: RunDatasetRow): RunDataset {
  return {
    name: row.name,
    digest: row.digest,
    sourceType: row.source_type,
    source: row.source,
    schema: row.schema ?? undefined,
    profile: row.profile ?? undefined,
    tags: new Map(JSON.parse(row.tags) as [string, string][]),
  };
}

function nothingLogged(): Logged {
  return { metrics: [], params: new Map(), tags: new Map(), datasets: [], modelInputs: [], modelOutputs: [] };
}
