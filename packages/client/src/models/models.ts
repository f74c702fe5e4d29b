import type { Connection } from '../http/connection.ts';
import type { Found } from '../http/found.ts';
import { isTracewrightError, TracewrightError } from '../http/tracewright-error.ts';
import { isPrompt } from '../prompts/prompt-tags.ts';
import type { ModelStage, ModelVersion, RegisteredModel } from '../registry/registry-answers.ts';
import {
  type NewVersion,
  type RegistryEvent,
  RegistryRequests,
  type RegistrySearch,
} from '../registry/registry-requests.ts';
import type { Runs } from '../runs/runs.ts';
import { LoggedModels } from './logged-models.ts';
import { type ModelUri, parseModelUri } from './model-uri.ts';

/** A stage in any case of letters, as MLflow takes it. */
export type StageName = ModelStage | Lowercase<ModelStage>;

export interface NewModel {
  readonly name: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Where the files of a model are, and where they come from. */
export interface ResolvedModel {
  /** Of the version, such as `models:/bot/3`, or of the files where there is none. */
  readonly uri: string;
  /** Address of its files, such as `mlflow-artifacts:/1/…`. */
  readonly artifactUri: string;
  /** Undefined for files that are no version of a registered model. */
  readonly version: ModelVersion | undefined;
  /** The run that it comes from; ''. */
  readonly runId: string;
  /** The logged model; ''. */
  readonly modelId: string;
}

/** Registered models with their versions, stages and aliases. Each call fails with a TracewrightError. */
export class Models {
  readonly logged: LoggedModels;
  readonly #requests: RegistryRequests;
  readonly #runs: Pick<Runs, 'get'>;

  constructor(connection: Connection, runs: Pick<Runs, 'get'>) {
    this.#requests = new RegistryRequests(connection);
    this.#runs = runs;
    this.logged = new LoggedModels(connection);
  }

  /** @throws TracewrightError `RESOURCE_ALREADY_EXISTS` */
  async create({ name, description, tags = {} }: NewModel): Promise<RegisteredModel> {
    return this.#requests.createModel(name, tags, description);
  }

  /** @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` */
  async get(name: string): Promise<RegisteredModel> {
    return this.#requests.getModel(name);
  }

  /** Finds models by MLflow's grammar, such as `name LIKE 'support%'`. Prompts are none. */
  search(search: RegistrySearch = {}): Found<RegisteredModel> {
    return this.#requests.searchModels(search);
  }

  async describe(name: string, description: string): Promise<RegisteredModel> {
    return this.#requests.updateModel(name, description);
  }

  /** Takes versions, aliases, tags and history along. @throws TracewrightError `RESOURCE_ALREADY_EXISTS` */
  async rename(name: string, newName: string): Promise<RegisteredModel> {
    return this.#requests.renameModel(name, newName);
  }

  /** With all of its versions. */
  async delete(name: string): Promise<void> {
    await this.#requests.deleteModel(name);
  }

  async setTag(name: string, key: string, value: string): Promise<void> {
    await this.#requests.setModelTag(name, key, value);
  }

  async deleteTag(name: string, key: string): Promise<void> {
    await this.#requests.deleteModelTag(name, key);
  }

  /**
   * Makes a version from files of a run, a logged model or another version, and the model with the first one.
   *
   * @param uri `runs:/id/path`, `models:/m-…` or the address of a version
   * @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` where there are no such files
   */
  async register(uri: string, model: NewModel): Promise<ModelVersion> {
    const { version, runId, modelId } = await this.resolve(uri);
    await this.#ensure(model);
    return this.createVersion({
      name: model.name,
      source: version === undefined ? uri : `models:/${version.name}/${version.version}`,
      ...(runId === '' ? {} : { runId }),
      ...(modelId === '' ? {} : { modelId }),
      description: model.description,
      tags: model.tags,
    });
  }

  /** @throws TracewrightError `INVALID_PARAMETER_VALUE` for a source that is not of the run or model that is named */
  async createVersion(version: NewVersion): Promise<ModelVersion> {
    return this.#requests.createVersion(version);
  }

  async getVersion(name: string, version: number): Promise<ModelVersion> {
    return this.#requests.getVersion(name, version);
  }

  /** @param alias `latest` is the highest version. @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` */
  async getVersionByAlias(name: string, alias: string): Promise<ModelVersion> {
    try {
      return await this.#requests.versionOfAlias(name, alias);
    } catch (cause) {
      // An alias that nobody has set is a wrong parameter to MLflow.
      if (!isTracewrightError(cause, 'INVALID_PARAMETER_VALUE') || !/not found/i.test(cause.message)) throw cause;
      throw new TracewrightError('RESOURCE_DOES_NOT_EXIST', `model ${name} has no alias ${alias}`, { cause });
    }
  }

  /** The highest version of each of these stages that has one; of all stages where none is named. */
  async getLatestVersions(name: string, stages: readonly StageName[] = []): Promise<readonly ModelVersion[]> {
    return this.#requests.latestVersions(name, stages);
  }

  /** Finds versions by MLflow's grammar, such as `name = 'bot' AND run_id = '…'`. */
  searchVersions(search: RegistrySearch = {}): Found<ModelVersion> {
    return this.#requests.searchVersions(search);
  }

  async describeVersion(name: string, version: number, description: string): Promise<ModelVersion> {
    return this.#requests.updateVersion(name, version, description);
  }

  /**
   * Moves a version to a stage.
   *
   * @param archivesFormer Whether versions that are in the stage leave it for Archived. Default: for Staging and
   *   Production, in which one is in use.
   */
  async transitionStage(
    name: string,
    version: number,
    stage: StageName,
    { archivesFormer = /^(staging|production)$/i.test(stage) }: { readonly archivesFormer?: boolean } = {},
  ): Promise<ModelVersion> {
    return this.#requests.transition(name, version, stage, archivesFormer);
  }

  async setAlias(name: string, alias: string, version: number): Promise<void> {
    await this.#requests.setAlias(name, alias, version);
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    await this.#requests.deleteAlias(name, alias);
  }

  async setVersionTag(name: string, version: number, key: string, value: string): Promise<void> {
    await this.#requests.setVersionTag(name, version, key, value);
  }

  async deleteVersionTag(name: string, version: number, key: string): Promise<void> {
    await this.#requests.deleteVersionTag(name, version, key);
  }

  async deleteVersion(name: string, version: number): Promise<void> {
    await this.#requests.deleteVersion(name, version);
  }

  /** Who moved which version to which stage or alias, and when; newest first. */
  history(name: string, version?: number): Found<RegistryEvent> {
    return this.#requests.history(name, version);
  }

  /**
   * Finds out which files an address means.
   *
   * @param uri `models:/name/3`, `models:/name/Production`, `models:/name@alias`, `models:/name/latest`, `models:/m-…` or
   *   `runs:/id/path`
   * @throws TracewrightError `RESOURCE_DOES_NOT_EXIST`
   */
  async resolve(uri: string): Promise<ResolvedModel> {
    const parsed = parseModelUri(uri);
    if (parsed.by === 'run') {
      const { artifactUri } = await this.#runs.get(parsed.runId);
      return {
        uri,
        artifactUri: `${artifactUri}/${parsed.path}`,
        version: undefined,
        runId: parsed.runId,
        modelId: '',
      };
    }
    if (parsed.by === 'id') {
      const { artifactUri, runId, id } = await this.logged.get(parsed.modelId);
      return { uri, artifactUri, version: undefined, runId, modelId: id };
    }
    const version = await this.#versionOf(parsed);
    const { name, version: number, runId, modelId } = version;
    const location = await this.#requests.downloadUri(name, number);
    const isFurther = /^(models|runs):/.test(location);
    const artifactUri = isFurther ? (await this.resolve(location)).artifactUri : location;
    return { uri: `models:/${name}/${number}`, artifactUri, version, runId, modelId };
  }

  async #versionOf(uri: Exclude<ModelUri, { readonly by: 'id' | 'run' }>): Promise<ModelVersion> {
    if (uri.by === 'version') return this.getVersion(uri.name, uri.version);
    if (uri.by === 'alias') return this.getVersionByAlias(uri.name, uri.alias);
    const [version] = await this.#requests.latestVersions(uri.name, [uri.stage]);
    if (version !== undefined) return version;
    throw new TracewrightError('RESOURCE_DOES_NOT_EXIST', `model ${uri.name} has no version in stage ${uri.stage}`);
  }

  /** Makes the model where there is none. Of two that do so at once the second finds it made. */
  async #ensure({ name }: NewModel): Promise<void> {
    const known = await this.#requests.findModel(name);
    // Prompts are kept as models: a version of a model among those of a prompt would be read as one.
    if (known !== undefined && isPrompt(known.tags)) {
      throw new TracewrightError('RESOURCE_ALREADY_EXISTS', `${name} is a prompt: a model needs another name`);
    }
    if (known !== undefined) return;
    await this.#requests.createModel(name, {}).catch((error: unknown) => {
      if (!isTracewrightError(error, 'RESOURCE_ALREADY_EXISTS')) throw error;
    });
  }
}
