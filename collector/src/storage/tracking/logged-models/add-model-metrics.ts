import { inParts } from '../in-parts.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { LoggedModelMetric } from './logged-model-store.ts';

/**
 * Notes metrics of logged models within a transaction, so that they are written together with those of the run. What
 * names no model that there is, is left out: the run has its metric all the same.
 */
export async function addModelMetrics(
  transaction: TrackingQueries,
  workspaceId: string,
  metrics: readonly LoggedModelMetric[],
): Promise<void> {
  const known = new Set<string>();
  for (const ids of inParts(metrics.map(({ modelId }) => modelId))) {
    const rows = await transaction
      .selectFrom('logged_models')
      .select('model_id')
      .where('workspace_id', '=', workspaceId)
      .where('model_id', 'in', ids)
      .execute();
    for (const { model_id } of rows) known.add(model_id);
  }
  for (const metric of metrics.filter(({ modelId }) => known.has(modelId))) {
    const changed = {
      value: Number.isNaN(metric.value) ? null : metric.value,
      dataset_name: metric.datasetName,
      dataset_digest: metric.datasetDigest,
    };
    await transaction
      .insertInto('logged_model_metrics')
      .values({
        workspace_id: workspaceId,
        model_id: metric.modelId,
        key: metric.key,
        timestamp_ms: metric.timestampMs,
        step: metric.step,
        run_id: metric.runId,
        ...changed,
      })
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'model_id', 'key', 'timestamp_ms', 'step', 'run_id']).doUpdateSet(changed),
      )
      .execute();
  }
}
