import type { ModelHistoryItem, Page } from '@tracewright/schema';
import type { Connection } from '../http/connection.ts';
import { Found } from '../http/found.ts';
import { getMlflow, postMlflow } from '../http/mlflow.ts';
import { isTracewrightError, TracewrightError } from '../http/tracewright-error.ts';
import { writePairs } from '../http/wire.ts';
import {
  type ModelVersion,
  type RegisteredModel,
  readModelVersion,
  readRegisteredModel,
  type WireModelVersion,
  type WireRegisteredModel,
} from './registry-answers.ts';

export interface NewVersion {
  readonly name: string;
  readonly source: string;
  readonly runId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly description?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What to search for, and how. */
export interface RegistrySearch {
  /** MLflow's grammar, such as `name LIKE 'support%' AND tags.team = 'help'`. */
  readonly filter?: string | undefined;
  /** Such as `['name DESC']`. */
  readonly orderBy?: readonly string[] | undefined;
  /** Of a page. */
  readonly pageSize?: number | undefined;
}

/** What happened to a version of a model or prompt, by whom and when. */
export interface RegistryEvent extends Omit<ModelHistoryItem, 'atNs'> {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
}

const PATH = '/api/2.0/mlflow/';

interface VersionAnswer {
  readonly model_version: WireModelVersion;
}
interface ModelAnswer {
  readonly registered_model: WireRegisteredModel;
}

/** The requests that models and prompts share: a prompt is a registered model with a tag that says so. */
export class RegistryRequests {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async createModel(name: string, tags: Readonly<Record<string, string>>, description = ''): Promise<RegisteredModel> {
    const given = { name, tags: writePairs(tags), description };
    const answer = await postMlflow<ModelAnswer>(this.#connection, 'registered-models/create', given);
    return readRegisteredModel(answer.registered_model);
  }

  async getModel(name: string): Promise<RegisteredModel> {
    const answer = await getMlflow<ModelAnswer>(this.#connection, 'registered-models/get', { name });
    return readRegisteredModel(answer.registered_model);
  }

  /** The model of that name; undefined where there is none. */
  async findModel(name: string): Promise<RegisteredModel | undefined> {
    try {
      return await this.getModel(name);
    } catch (error) {
      if (isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
      throw error;
    }
  }

  async updateModel(name: string, description: string): Promise<RegisteredModel> {
    const json = { name, description };
    const answer = await this.#ask<ModelAnswer>('PATCH', 'registered-models/update', json);
    return readRegisteredModel(answer.registered_model);
  }

  async renameModel(name: string, newName: string): Promise<RegisteredModel> {
    const given = { name, new_name: newName };
    const answer = await postMlflow<ModelAnswer>(this.#connection, 'registered-models/rename', given);
    return readRegisteredModel(answer.registered_model);
  }

  async deleteModel(name: string): Promise<void> {
    await this.#ask('DELETE', 'registered-models/delete', { name });
  }

  searchModels({ filter, orderBy, pageSize }: RegistrySearch): Found<RegisteredModel> {
    return new Found(async (token) => {
      const query = { filter, order_by: orderBy, max_results: pageSize, page_token: token };
      const answer = await getMlflow<{
        readonly registered_models?: readonly WireRegisteredModel[];
        readonly next_page_token?: string;
      }>(this.#connection, 'registered-models/search', query);
      return { items: (answer.registered_models ?? []).map(readRegisteredModel), nextToken: answer.next_page_token };
    });
  }

  async setModelTag(name: string, key: string, value: string): Promise<void> {
    await postMlflow(this.#connection, 'registered-models/set-tag', { name, key, value }, { isRepeatable: true });
  }

  async deleteModelTag(name: string, key: string): Promise<void> {
    await this.#ask('DELETE', 'registered-models/delete-tag', { name, key });
  }

  async setAlias(name: string, alias: string, version: number): Promise<void> {
    const given = { name, alias, version: String(version) };
    await postMlflow(this.#connection, 'registered-models/alias', given, { isRepeatable: true });
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    await this.#ask('DELETE', 'registered-models/alias', { name, alias });
  }

  async versionOfAlias(name: string, alias: string): Promise<ModelVersion> {
    const answer = await getMlflow<VersionAnswer>(this.#connection, 'registered-models/alias', { name, alias });
    return readModelVersion(answer.model_version);
  }

  async createVersion(version: NewVersion): Promise<ModelVersion> {
    const answer = await postMlflow<VersionAnswer>(this.#connection, 'model-versions/create', {
      name: version.name,
      source: version.source,
      run_id: version.runId,
      model_id: version.modelId,
      description: version.description,
      tags: writePairs(version.tags),
    });
    return readModelVersion(answer.model_version);
  }

  async getVersion(name: string, version: number): Promise<ModelVersion> {
    const query = { name, version: String(version) };
    const answer = await getMlflow<VersionAnswer>(this.#connection, 'model-versions/get', query);
    return readModelVersion(answer.model_version);
  }

  async updateVersion(name: string, version: number, description: string): Promise<ModelVersion> {
    const json = { name, version: String(version), description };
    const answer = await this.#ask<VersionAnswer>('PATCH', 'model-versions/update', json);
    return readModelVersion(answer.model_version);
  }

  async deleteVersion(name: string, version: number): Promise<void> {
    await this.#ask('DELETE', 'model-versions/delete', { name, version: String(version) });
  }

  /** Address of the files of a version. */
  async downloadUri(name: string, version: number): Promise<string> {
    const query = { name, version: String(version) };
    const answer = await getMlflow<{ readonly artifact_uri: string }>(
      this.#connection,
      'model-versions/get-download-uri',
      query,
    );
    return answer.artifact_uri;
  }

  searchVersions({ filter, orderBy, pageSize }: RegistrySearch): Found<ModelVersion> {
    return new Found(async (token) => {
      const query = { filter, order_by: orderBy, max_results: pageSize, page_token: token };
      const answer = await getMlflow<{
        readonly model_versions?: readonly WireModelVersion[];
        readonly next_page_token?: string;
      }>(this.#connection, 'model-versions/search', query);
      return { items: (answer.model_versions ?? []).map(readModelVersion), nextToken: answer.next_page_token };
    });
  }

  async latestVersions(name: string, stages: readonly string[]): Promise<readonly ModelVersion[]> {
    const answer = await postMlflow<{ readonly model_versions?: readonly WireModelVersion[] }>(
      this.#connection,
      'registered-models/get-latest-versions',
      { name, stages },
      { isRepeatable: true },
    );
    return (answer.model_versions ?? []).map(readModelVersion);
  }

  async transition(name: string, version: number, stage: string, archivesOthers: boolean): Promise<ModelVersion> {
    const given = { name, version: String(version), stage, archive_existing_versions: archivesOthers };
    const path = 'model-versions/transition-stage';
    const answer = await postMlflow<VersionAnswer>(this.#connection, path, given, { isRepeatable: true });
    return readModelVersion(answer.model_version);
  }

  async setVersionTag(name: string, version: number, key: string, value: string): Promise<void> {
    const given = { name, version: String(version), key, value };
    await postMlflow(this.#connection, 'model-versions/set-tag', given, { isRepeatable: true });
  }

  async deleteVersionTag(name: string, version: number, key: string): Promise<void> {
    await this.#ask('DELETE', 'model-versions/delete-tag', { name, version: String(version), key });
  }

  /** Newest first. @throws TracewrightError `NOT_IMPLEMENTED` from a server that keeps no history */
  history(name: string, version: number | undefined): Found<RegistryEvent> {
    return new Found(async (cursor) => {
      const path = `/api/v1/registered-models/${encodeURIComponent(name)}/history`;
      const page = await this.#connection
        .ask<Page<ModelHistoryItem>>({ method: 'GET', path, query: { version, cursor } })
        .catch((error: unknown) => {
          throw noHistory(error, this.#connection.url);
        });
      const items = page.items.map(({ atNs, ...item }) => ({ ...item, atMs: Number(BigInt(atNs) / 1_000_000n) }));
      return { items, nextToken: page.nextCursor ?? undefined };
    });
  }

  #ask<Answer>(method: 'PATCH' | 'DELETE', path: string, json: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.#connection.ask({ method, path: `${PATH}${path}`, json });
  }
}

/** MLflow's own server has none, and answers with a page. */
function noHistory(error: unknown, url: string): unknown {
  const isKnown = isTracewrightError(error, 'ENDPOINT_NOT_FOUND', 'UNEXPECTED_ANSWER');
  const isPage = isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST') && /<html/i.test(error.message);
  if (!isKnown && !isPage) return error;
  return new TracewrightError('NOT_IMPLEMENTED', `${url} keeps no history of its models`, { cause: error });
}
