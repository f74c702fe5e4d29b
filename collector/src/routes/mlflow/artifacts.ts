import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { checkedPath } from './artifact-path.ts';
import { blobPathOf } from './artifact-uri.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { fileInfo } from './file-info.ts';
import { optional, requiredText, text } from './request-fields.ts';

/** `artifacts/*`: the files of runs. */
export const ARTIFACT_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'GET',
    '2.0/mlflow/artifacts/list',
    v.object({ run_id: requiredText, path: v.nullish(text, '') }),
    async ({ run_id: id, path }, context) => {
      const { artifactUri } = await context.stores.runs.get(context.principal.workspaceId, id);
      return listArtifacts(context, artifactUri, path);
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/artifacts/presigned-upload-url',
    v.object({ run_id: optional(text), model_id: optional(text), path: requiredText }),
    async ({ run_id: runId, model_id: modelId, path }, { stores, principal }) => {
      if (!runId === !modelId) {
        throw new ApiError('INVALID_PARAMETER_VALUE', 'Exactly one of run_id and model_id must be provided.');
      }
      checkedPath(path);
      const uri = runId
        ? (await stores.runs.get(principal.workspaceId, runId)).artifactUri
        : (await stores.loggedModels.get(principal.workspaceId, modelId ?? '')).artifactLocation;
      throw noPresigning(
        'Presigned upload is not supported for proxied artifact storage',
        uri,
        'direct cloud storage artifact URI',
      );
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/artifacts/presigned-download-url',
    v.object({ run_id: requiredText, path: requiredText }),
    async ({ run_id: runId, path }, { stores, principal }) => {
      checkedPath(path);
      const { artifactUri } = await stores.runs.get(principal.workspaceId, runId);
      const what = 'Presigned download is not supported for runs with proxied artifact storage';
      throw noPresigning(what, artifactUri, 'run with a direct cloud storage artifact URI');
    },
  ),
];

/** Files and folders in a folder of a run or model, with their paths from its root. */
export async function listArtifacts(
  { blobs, principal }: MlflowContext,
  rootUri: string,
  path: string,
): Promise<object> {
  const folder = checkedPath(path);
  const root = rootPath(rootUri);
  const entries = await blobs.list(principal.workspaceId, folder === '' ? root : `${root}/${folder}`);
  return { root_uri: rootUri, files: entries.map((entry) => fileInfo(entry, root.length + 1)) };
}

/** The path of a run's or model's files. @throws ApiError `INVALID_PARAMETER_VALUE` if they are kept elsewhere. */
export function rootPath(uri: string): string {
  const path = blobPathOf(uri);
  if (path !== undefined && path !== '') return checkedPath(path);
  throw new ApiError('INVALID_PARAMETER_VALUE', `The artifacts at ${uri} are kept elsewhere: ask for them there.`);
}

function noPresigning(what: string, uri: string, needed: string): ApiError {
  const scheme = uri.slice(0, Math.max(0, uri.indexOf(':')));
  return new ApiError(
    'INVALID_PARAMETER_VALUE',
    `${what} (artifact URI scheme: ${scheme}). This endpoint requires a ${needed}.`,
  );
}
