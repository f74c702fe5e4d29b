import type { MlflowRun } from '../api/runs.ts';
import { tagOf } from '../api/shapes.ts';

/** Tag in which MLflow's clients note the models that a run has logged, as JSON. */
const HISTORY_TAG = 'mlflow.log-model.history';

/** Folders among a run's artifacts in which it has logged a model, the latest first. */
export function loggedModelPaths({ data }: MlflowRun): readonly string[] {
  const paths = entries(tagOf(data.tags, HISTORY_TAG)).flatMap((entry) => {
    const path = (entry as { readonly artifact_path?: unknown } | null)?.artifact_path;
    return typeof path === 'string' ? [path] : [];
  });
  return [...new Set(paths.reverse())];
}

function entries(json: string | undefined): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
