import type { VersionInfo } from '@tracewright/schema';
import { Hono } from 'hono';

/** What MLflow's clients take us for; they read it to decide which calls they may make. */
const MLFLOW_VERSION = '3.17.2';

/** `/version` for MLflow's clients, `/api/v1/version` for ours. */
export function versionRoutes(version: string): Hono {
  const info: VersionInfo = { version, mlflow: MLFLOW_VERSION };
  return new Hono().get('/version', (c) => c.text(MLFLOW_VERSION)).get('/api/v1/version', (c) => c.json(info));
}
