import { ApiError } from '../../errors.ts';
import type { LoggedModel } from '../../storage/tracking/logged-models/logged-model-store.ts';
import { parseStage } from '../../storage/tracking/registry/model-stage.ts';
import type { ModelVersion } from '../../storage/tracking/registry/model-version-store.ts';
import { isPrompt } from '../../storage/tracking/registry/prompt-tag.ts';
import type { TrackingStores } from '../../storage/tracking/tracking-stores.ts';
import { isKeptHere, isWithin, parseArtifactUri } from './artifact-uri.ts';
import { type ModelUri, parseModelUri } from './model-uri.ts';

/** Where a version is said to come from; undefined where nothing is said. */
export interface AskedOrigin {
  readonly source: string;
  readonly runId: string | undefined;
  readonly modelId: string | undefined;
}

/** Where it does come from; '' for nothing. */
export interface VersionOrigin {
  readonly source: string;
  readonly storageLocation: string;
  readonly runId: string;
  readonly modelId: string;
}

type VersionUri = Exclude<ModelUri, { readonly by: 'id' }>;

/** What prompts have in place of a source. */
const PROMPT_SOURCES = ['dummy-source', 'prompt-template'];

/**
 * Finds what a new version is made from. Files that are kept here have to lie among those of the run or model that is
 * named, so that nobody is shown other files through a version; other stores are not ours to judge.
 *
 * @param tags Of the version: they tell whether it is one of a prompt.
 * @throws ApiError `INVALID_PARAMETER_VALUE` in MLflow's words.
 */
export async function versionOrigin(
  stores: TrackingStores,
  workspaceId: string,
  asked: AskedOrigin,
  tags: ReadonlyMap<string, string>,
): Promise<VersionOrigin> {
  const { source } = asked;
  const given = { source, storageLocation: source, runId: asked.runId ?? '', modelId: asked.modelId ?? '' };
  if (isPrompt(tags)) {
    if (PROMPT_SOURCES.includes(source)) return given;
    throw invalid(`Invalid prompt source: '${source}'. Prompt sources must use an MLflow placeholder.`);
  }
  if (/^models:/i.test(source)) {
    const uri = registryUri(source);
    if (uri.by !== 'id') return ofVersion(stores, workspaceId, asked, uri);
    if (uri.modelId !== given.modelId) throw notContained(source, 'model_id');
  }
  if (given.modelId !== '') return ofModel(stores, workspaceId, given);
  await requireRunSource(stores, workspaceId, given);
  return given;
}

function registryUri(source: string): ModelUri {
  if (!/^models:\/\//i.test(source)) return parseModelUri(source);
  throw invalid(
    `Invalid model version source: '${source}'. Registered model sources must use the active model registry.`,
  );
}

/** A version can be made a version again, under another name. */
async function ofVersion(
  stores: TrackingStores,
  workspaceId: string,
  { source, runId, modelId }: AskedOrigin,
  uri: VersionUri,
): Promise<VersionOrigin> {
  if (isPrompt((await stores.registeredModels.get(workspaceId, uri.name)).tags)) {
    throw invalid(
      `Invalid model version source: '${source}'. Prompt versions cannot be used as model version sources.`,
    );
  }
  const version = await namedVersion(stores, workspaceId, uri);
  const differs = (given: string | undefined, of: string): boolean => given !== undefined && given !== of;
  if (differs(runId, version.runId) || differs(modelId, version.modelId)) {
    throw invalid(
      `Invalid model version source: '${source}'. The run_id and model_id request parameters must match the ` +
        'referenced model version.',
    );
  }
  return {
    source: `models:/${version.name}/${version.version}`,
    storageLocation: version.storageLocation,
    runId: version.runId,
    modelId: version.modelId,
  };
}

async function namedVersion(stores: TrackingStores, workspaceId: string, uri: VersionUri): Promise<ModelVersion> {
  if (uri.by === 'version') return stores.modelVersions.get(workspaceId, uri.name, uri.version);
  if (uri.by === 'alias') return stores.modelVersions.getByAlias(workspaceId, uri.name, uri.alias);
  const [version] = await stores.modelVersions.latest(workspaceId, uri.name, [parseStage(uri.stage)]);
  if (version !== undefined) return version;
  throw invalid(`No versions of model with name '${uri.name}' and stage '${uri.stage}' found`);
}

/** A version of a logged model has that model's run, unless another is named. */
async function ofModel(stores: TrackingStores, workspaceId: string, origin: VersionOrigin): Promise<VersionOrigin> {
  const { source, modelId } = origin;
  const model = await stores.loggedModels.get(workspaceId, modelId).catch((error: unknown) => {
    throw isMissing(error) ? notContained(source, 'model_id') : error;
  });
  const runId = origin.runId === '' ? model.sourceRunId : origin.runId;
  if (/^models:/i.test(source)) return { ...origin, storageLocation: model.artifactLocation, runId };
  requireModelSource(source, model);
  return { ...origin, runId };
}

function requireModelSource(source: string, { artifactLocation }: LoggedModel): void {
  const uri = parseArtifactUri(source);
  if (isLocal(uri.scheme)) {
    if (isWithin({ ...uri, scheme: 'file' }, localRoot(artifactLocation))) return;
    throw invalid(
      `Invalid model version source: '${source}'. To use a local path as a model version source, the model_id request ` +
        'parameter has to be specified and the local path has to be contained within the artifact directory of the run ' +
        'specified by the model_id.',
    );
  }
  requirePlain(source);
  if (uri.scheme === 'runs') throw notContained(source, 'model_id');
  if (isKeptHere(uri) && !isWithin(uri, parseArtifactUri(artifactLocation))) throw notContained(source, 'model_id');
}

async function requireRunSource(
  stores: TrackingStores,
  workspaceId: string,
  { source, runId }: VersionOrigin,
): Promise<void> {
  const uri = parseArtifactUri(source);
  const artifactUri = async (): Promise<string> => {
    const run = await stores.runs.get(workspaceId, runId).catch((error: unknown) => {
      throw isMissing(error) ? notContained(source, 'run_id') : error;
    });
    return run.artifactUri;
  };
  if (isLocal(uri.scheme)) {
    if (runId !== '' && isWithin({ ...uri, scheme: 'file' }, localRoot(await artifactUri()))) return;
    throw invalid(
      `Invalid model version source: '${source}'. To use a local path as a model version source, the run_id request ` +
        'parameter has to be specified and the local path has to be contained within the artifact directory of the run ' +
        'specified by the run_id.',
    );
  }
  requirePlain(source);
  if (uri.scheme === 'runs') {
    if (uri.authority === '' && runId !== '' && uri.names[0] === runId) return;
    throw notContained(source, 'run_id');
  }
  if (!isKeptHere(uri)) return;
  if (runId === '' || !isWithin(uri, parseArtifactUri(await artifactUri()))) throw notContained(source, 'run_id');
}

function isLocal(scheme: string): boolean {
  return scheme === '' || scheme === 'file';
}

/** A path that is one of files of this machine, or one that nothing lies within. */
function localRoot(location: string): ReturnType<typeof parseArtifactUri> {
  const root = parseArtifactUri(location);
  return isLocal(root.scheme) ? { ...root, scheme: 'file' } : { ...root, names: [] };
}

/** Refuses what leads elsewhere than it seems. */
function requirePlain(source: string): void {
  const { names } = parseArtifactUri(source);
  if (!names.some((name) => name.includes('\0') || name.split('/').some((part) => part === '.' || part === '..')))
    return;
  throw invalid(
    `Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, ` +
      'objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references ' +
      'present. Please provide an absolute path.',
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'RESOURCE_DOES_NOT_EXIST';
}

function notContained(source: string, field: 'run_id' | 'model_id'): ApiError {
  return invalid(
    `Invalid model version source: '${source}'. The ${field} request parameter must identify the resource that ` +
      'contains the source.',
  );
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
