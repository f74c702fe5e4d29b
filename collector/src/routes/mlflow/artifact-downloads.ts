import { type Context, Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { checkedPath } from './artifact-path.ts';
import { rootPath } from './artifacts.ts';
import type { MlflowDeps } from './mlflow-deps.ts';
import { parseModelUri } from './model-uri.ts';
import { checkModelName, parseVersion } from './registry-rules.ts';
import { serveArtifact } from './serve-artifact.ts';

/** Files for the pages that MLflow's users wrote: `get-artifact` of a run, of a version, of a logged model. */
export function artifactDownloadRoutes({ blobs, stores }: Pick<MlflowDeps, 'blobs' | 'stores'>): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.on('GET', ['/get-artifact', '/ajax-api/2.0/mlflow/get-artifact'], async (c) => {
    const runId = c.req.query('run_id') ?? required(c, 'run_uuid');
    const run = await stores.runs.get(c.get('principal').workspaceId, runId);
    return serveArtifact(c, blobs, placeIn(run.artifactUri, required(c, 'path')));
  });
  routes.get('/model-versions/get-artifact', async (c) => {
    const name = required(c, 'name');
    checkModelName(name);
    const { workspaceId } = c.get('principal');
    const version = await stores.modelVersions.get(workspaceId, name, parseVersion(required(c, 'version')));
    const location = await locationOf(version.storageLocation, workspaceId);
    return serveArtifact(c, blobs, placeIn(location, required(c, 'path')));
  });
  routes.get('/ajax-api/2.0/mlflow/logged-models/:modelId/artifacts/files', async (c) => {
    const { artifactLocation } = await stores.loggedModels.get(c.get('principal').workspaceId, c.req.param('modelId'));
    return serveArtifact(c, blobs, placeIn(artifactLocation, required(c, 'artifact_file_path')));
  });
  return routes;

  /** Where the files of a run or model are that is named in place of an address. */
  async function locationOf(uri: string, workspaceId: string): Promise<string> {
    const [, runId, path = ''] = /^runs:\/([^/]+)(\/.*)?$/.exec(uri) ?? [];
    if (runId !== undefined) return `${(await stores.runs.get(workspaceId, runId)).artifactUri}${path}`;
    if (!uri.startsWith('models:')) return uri;
    const model = parseModelUri(uri);
    return model.by === 'id' ? (await stores.loggedModels.get(workspaceId, model.modelId)).artifactLocation : uri;
  }
}

function placeIn(rootUri: string, path: string): string {
  return `${rootPath(rootUri)}/${checkedPath(path)}`;
}

function required(c: Context, name: string): string {
  const value = c.req.query(name);
  if (value !== undefined && value !== '') return value;
  throw new ApiError('INVALID_PARAMETER_VALUE', `Missing value for required parameter '${name}'.`);
}
