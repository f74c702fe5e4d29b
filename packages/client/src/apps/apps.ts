import { ArtifactFolder } from '../artifacts/artifact-folder.ts';
import type { Connection } from '../http/connection.ts';
import { isTracewrightError, TracewrightError } from '../http/tracewright-error.ts';
import type { LoggedModel } from '../models/logged-models.ts';
import type { Models, ResolvedModel } from '../models/models.ts';
import { promptHash } from '../prompts/prompt-hash.ts';
import type { Prompts } from '../prompts/prompts.ts';
import type { ModelVersion } from '../registry/registry-answers.ts';
import type { Runs } from '../runs/runs.ts';
import type { AppConfig, StoredApp } from './app-config.ts';
import { LoadedApp } from './loaded-app.ts';
import { APP_FLAVOR, readFlavors, writeMlmodel } from './mlmodel-file.ts';

const CONFIG_FILE = 'app.json';
const MODULE_FILE = 'code/app.mjs';
const EXAMPLE_FILE = 'input_example.json';
/** Of what stands in `app.json`. */
const FORMAT = 1;

/** To what an application is logged. */
export interface LogModelOptions {
  /** The run that has made it. */
  readonly runId?: string | undefined;
  /** Default: that of the run, else `0`, which is called Default. */
  readonly experimentId?: string | undefined;
  /** Makes a version of the registered model of this name as well. */
  readonly registeredModelName?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What came of logging an application. */
export interface LoggedApp {
  readonly model: LoggedModel;
  /** `models:/m-…`, or of the version where one was made. */
  readonly uri: string;
  readonly version: ModelVersion | undefined;
}

interface Parts {
  readonly models: Models;
  readonly prompts: Pick<Prompts, 'load'>;
  readonly runs: Pick<Runs, 'get'>;
}

/** Configurations of applications, kept as models. */
export class Apps {
  readonly #connection: Connection;
  readonly #parts: Parts;

  constructor(connection: Connection, parts: Parts) {
    this.#connection = connection;
    this.#parts = parts;
  }

  /**
   * Keeps an application as a model.
   *
   * @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` for a prompt, run or experiment that is not there
   */
  async log(app: AppConfig, options: LogModelOptions = {}): Promise<LoggedApp> {
    const { models, prompts, runs } = this.#parts;
    const { name, version: number, hash, template } = await prompts.load(app.prompt);
    const { runId } = options;
    const experimentId = options.experimentId ?? (runId === undefined ? '0' : (await runs.get(runId)).experimentId);
    const { module, prompt: _, ...config } = app;
    const stored: StoredApp = {
      ...config,
      prompt: { name, version: number, hash, template },
      ...(module === undefined ? {} : { module: MODULE_FILE }),
    };
    const pending = await models.logged.create({
      experimentId,
      name: app.name,
      modelType: 'application',
      runId,
      params: paramsOf(stored),
      tags: { ...options.tags, 'tracewright.prompt.hash': hash },
    });
    try {
      await this.#putFiles(pending, stored, module);
    } catch (error) {
      // The first failure is the one to tell of.
      await models.logged.finish(pending.id, 'FAILED').catch(() => {});
      throw error;
    }
    const model = await models.logged.finish(pending.id, 'READY');
    if (runId !== undefined) await models.logged.addToRun(runId, model.id);
    const uri = `models:/${model.id}`;
    if (options.registeredModelName === undefined) return { model, uri, version: undefined };
    const version = await models.register(uri, { name: options.registeredModelName });
    return { model, uri: `models:/${version.name}/${version.version}`, version };
  }

  /**
   * Loads an application, such as `models:/support-bot@production`.
   *
   * @throws TracewrightError `RESOURCE_DOES_NOT_EXIST`; `NOT_IMPLEMENTED` for a model of another kind, such as one of
   *   Python, with what serves it
   */
  async load(uri: string): Promise<LoadedApp> {
    const model = await this.#parts.models.resolve(uri);
    const files = new ArtifactFolder(this.#connection, model.artifactUri);
    const mlmodel = await files
      .get('MLmodel')
      .text()
      .catch((error: unknown) => {
        if (!isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
        throw new TracewrightError('RESOURCE_DOES_NOT_EXIST', `${uri} has no files of a model`, { cause: error });
      });
    const flavors = readFlavors(mlmodel);
    if (!flavors.includes(APP_FLAVOR)) throw this.#foreign(model, flavors);
    const { format, ...config } = await files.get(CONFIG_FILE).json<StoredApp & { readonly format?: number }>();
    if (format !== FORMAT) {
      throw new TracewrightError('NOT_IMPLEMENTED', `${uri} was written by another version, in form ${format}`);
    }
    if (promptHash(config.prompt.template) !== config.prompt.hash) {
      throw new TracewrightError('INVALID_STATE', `the prompt in ${uri} is not the one that was logged`);
    }
    return new LoadedApp(config, model, files);
  }

  async #putFiles(model: LoggedModel, app: StoredApp, module: string | undefined): Promise<void> {
    const files = new ArtifactFolder(this.#connection, model.artifactUri);
    await files.put(CONFIG_FILE, `${JSON.stringify({ format: FORMAT, ...app }, null, 2)}\n`);
    if (module !== undefined) await files.put(MODULE_FILE, module);
    if (app.inputExample !== undefined) await files.put(EXAMPLE_FILE, JSON.stringify(app.inputExample));
    // Last, since a folder is a model by it.
    await files.put('MLmodel', mlmodelOf(model, app));
  }

  #foreign({ uri }: ResolvedModel, flavors: readonly string[]): TracewrightError {
    const kind = flavors.length === 0 ? 'a kind that is not known' : flavors.join(', ');
    return new TracewrightError(
      'NOT_IMPLEMENTED',
      `${uri} is a model of ${kind}, which only MLflow can run: ` +
        `MLFLOW_TRACKING_URI=${this.#connection.url} mlflow models serve -m ${uri}`,
    );
  }
}

/** What can be searched for. */
function paramsOf({ prompt, model, parameters = {} }: StoredApp): Readonly<Record<string, string>> {
  const given = Object.entries(parameters).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    ...Object.fromEntries(given),
    prompt: `${prompt.name}/${prompt.version}`,
    model: model.name,
    provider: model.provider,
  };
}

function mlmodelOf(model: LoggedModel, app: StoredApp): string {
  return writeMlmodel({
    artifact_path: model.artifactUri,
    flavors: {
      [APP_FLAVOR]: { config: CONFIG_FILE, module: app.module, model: app.model.name, provider: app.model.provider },
    },
    metadata: { application: app.name },
    mlflow_version: '3.17.2',
    model_id: model.id,
    model_uuid: model.id,
    prompts: [`prompts:/${app.prompt.name}/${app.prompt.version}`],
    run_id: model.runId === '' ? undefined : model.runId,
    utc_time_created: new Date(model.createdMs).toISOString().replace('T', ' ').replace('Z', '000'),
  });
}
