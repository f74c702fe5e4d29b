import { type Context, Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { artifactDownloadRoutes } from './artifact-downloads.ts';
import { artifactProxyRoutes } from './artifact-proxy.ts';
import { ARTIFACT_ENDPOINTS } from './artifacts.ts';
import { ASSESSMENT_ENDPOINTS } from './assessments.ts';
import { DATASET_ENDPOINTS } from './datasets.ts';
import type { Endpoint } from './endpoint.ts';
import { EXPERIMENT_ENDPOINTS } from './experiments.ts';
import { bodyFields, queryFields } from './given-fields.ts';
import { LOGGED_MODEL_ENDPOINTS } from './logged-models.ts';
import { METRIC_ENDPOINTS } from './metrics.ts';
import type { MlflowDeps } from './mlflow-deps.ts';
import { MODEL_VERSION_ENDPOINTS } from './model-versions.ts';
import { NOT_IMPLEMENTED } from './not-implemented.ts';
import { objectOf } from './object-of.ts';
import { permissionEndpoints } from './permissions.ts';
import { REGISTERED_MODEL_ENDPOINTS } from './registered-models.ts';
import { resourcePermissionEndpoints } from './resource-permissions.ts';
import { RUN_LINK_ENDPOINTS } from './run-links.ts';
import { RUN_LOG_ENDPOINTS } from './run-log.ts';
import { RUN_ENDPOINTS } from './runs.ts';
import { SERVER_INFO_ENDPOINTS } from './server-info.ts';
import { traceDataRoutes } from './trace-data.ts';
import { TRACE_METRIC_ENDPOINTS } from './trace-metrics.ts';
import { PreviewCache } from './traces/preview-cache.ts';
import { TRACE_V2_ENDPOINTS } from './traces-v2.ts';
import { TRACE_V3_ENDPOINTS } from './traces-v3.ts';
import type { MlflowUserDeps } from './user-deps.ts';
import { userEndpoints } from './users.ts';
import { mlflowWorkspaceRoutes } from './workspaces.ts';

const ENDPOINTS: readonly Endpoint[] = [
  ...EXPERIMENT_ENDPOINTS,
  ...ARTIFACT_ENDPOINTS,
  ...REGISTERED_MODEL_ENDPOINTS,
  ...MODEL_VERSION_ENDPOINTS,
  ...LOGGED_MODEL_ENDPOINTS,
  ...DATASET_ENDPOINTS,
  ...RUN_ENDPOINTS,
  ...RUN_LOG_ENDPOINTS,
  ...RUN_LINK_ENDPOINTS,
  ...METRIC_ENDPOINTS,
  ...TRACE_METRIC_ENDPOINTS,
  ...TRACE_V3_ENDPOINTS,
  ...TRACE_V2_ENDPOINTS,
  ...ASSESSMENT_ENDPOINTS,
  ...SERVER_INFO_ENDPOINTS,
];

/** MLflow's REST interface: every endpoint under `/api` and, for the pages that its users wrote, under `/ajax-api`. */
export function mlflowRoutes(deps: MlflowDeps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.route('/', artifactDownloadRoutes(deps));
  routes.all('/graphql', refuseMissing);
  const shared = { ...deps, previews: new PreviewCache() };
  routes.route('/', traceDataRoutes(shared));
  if (deps.workspaces !== undefined) routes.route('/', mlflowWorkspaceRoutes(deps.workspaces));
  const endpoints = [...ENDPOINTS, ...(deps.users === undefined ? [] : endpointsOfUsers(deps.users))];
  for (const base of ['/api', '/ajax-api']) {
    routes.route(`${base}/2.0/mlflow-artifacts`, artifactProxyRoutes(deps.blobs, deps.uploads));
    for (const { method, path, answer } of endpoints) {
      const url = `${base}/${path}`;
      routes.on(method, url, async (c) => {
        const given = method === 'GET' ? queryFields(c) : await bodyFields(c);
        const fields = Object.assign(given, c.req.param());
        c.set('auditObject', objectOf(path, fields));
        // Old clients name runs so.
        if (fields.run_uuid && !fields.run_id) fields.run_id = fields.run_uuid;
        return c.json(await answer(fields, { ...shared, principal: c.get('principal') }));
      });
    }
    for (const path of NOT_IMPLEMENTED) {
      routes.all(`${base}/${path}`, refuseMissing);
    }
  }
  return routes;
}

function endpointsOfUsers(deps: MlflowUserDeps): readonly Endpoint[] {
  return [...userEndpoints(deps), ...permissionEndpoints(deps), ...resourcePermissionEndpoints(deps)];
}

function refuseMissing(c: Context): never {
  throw new ApiError('NOT_IMPLEMENTED', `Tracewright does not have this part of MLflow: ${c.req.path}`);
}
