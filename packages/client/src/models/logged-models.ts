import type { Connection } from '../http/connection.ts';
import { Found } from '../http/found.ts';
import { getMlflow, postMlflow } from '../http/mlflow.ts';
import { readPairs, type WireNumber, type WirePair, writePairs } from '../http/wire.ts';

/** A model that a run has made, whether it is registered or not. */
export interface LoggedModel {
  /** `m-` and 32 hex digits. */
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  /** Where its files are. */
  readonly artifactUri: string;
  readonly status: 'PENDING' | 'READY' | 'FAILED' | 'UNSPECIFIED';
  readonly modelType: string;
  /** The run that has made it; ''. */
  readonly runId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since the Unix epoch. */
  readonly createdMs: number;
}

export interface NewLoggedModel {
  readonly experimentId: string;
  readonly name: string;
  readonly modelType?: string | undefined;
  readonly runId?: string | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

interface WireLoggedModel {
  readonly info: {
    readonly model_id: string;
    readonly experiment_id: string;
    readonly name?: string;
    readonly creation_timestamp_ms?: WireNumber;
    readonly artifact_uri?: string;
    readonly status?: string;
    readonly model_type?: string;
    readonly source_run_id?: string;
    readonly tags?: readonly WirePair[];
  };
  readonly data?: { readonly params?: readonly WirePair[] };
}

const STATUS_OF: Readonly<Record<string, LoggedModel['status']>> = {
  LOGGED_MODEL_PENDING: 'PENDING',
  LOGGED_MODEL_READY: 'READY',
  LOGGED_MODEL_UPLOAD_FAILED: 'FAILED',
};

/** Models that runs have made. */
export class LoggedModels {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** It is pending until {@link finish} says that its files are there. */
  async create(model: NewLoggedModel): Promise<LoggedModel> {
    const answer = await postMlflow<{ readonly model: WireLoggedModel }>(this.#connection, 'logged-models', {
      experiment_id: model.experimentId,
      name: model.name,
      model_type: model.modelType,
      source_run_id: model.runId,
      params: writePairs(model.params),
      tags: writePairs(model.tags),
    });
    return readLoggedModel(answer.model);
  }

  /** @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` */
  async get(id: string): Promise<LoggedModel> {
    const path = `logged-models/${encodeURIComponent(id)}`;
    const answer = await getMlflow<{ readonly model: WireLoggedModel }>(this.#connection, path, {});
    return readLoggedModel(answer.model);
  }

  /** Those of experiments, the newest first. */
  search({
    experimentIds,
    filter,
  }: {
    readonly experimentIds: readonly string[];
    readonly filter?: string;
  }): Found<LoggedModel> {
    return new Found(async (token) => {
      const given = { experiment_ids: experimentIds, filter, page_token: token };
      const answer = await postMlflow<{
        readonly models?: readonly WireLoggedModel[];
        readonly next_page_token?: string;
      }>(this.#connection, 'logged-models/search', given, { isRepeatable: true });
      return { items: (answer.models ?? []).map(readLoggedModel), nextToken: answer.next_page_token };
    });
  }

  async setTags(id: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const path = `/api/2.0/mlflow/logged-models/${encodeURIComponent(id)}/tags`;
    await this.#connection.ask({ method: 'PATCH', path, json: { model_id: id, tags: writePairs(tags) } });
  }

  /** Says that all files are there, or that they never will be. */
  async finish(id: string, status: 'READY' | 'FAILED'): Promise<LoggedModel> {
    const answer = await this.#connection.ask<{ readonly model: WireLoggedModel }>({
      method: 'PATCH',
      path: `/api/2.0/mlflow/logged-models/${encodeURIComponent(id)}`,
      json: {
        model_id: id,
        status: status === 'READY' ? 'LOGGED_MODEL_READY' : 'LOGGED_MODEL_UPLOAD_FAILED',
      },
    });
    return readLoggedModel(answer.model);
  }

  /** Adds parameters; one that it has stays as it is. */
  async logParams(id: string, params: Readonly<Record<string, string>>): Promise<void> {
    const path = `logged-models/${encodeURIComponent(id)}/params`;
    await postMlflow(this.#connection, path, { model_id: id, params: writePairs(params) });
  }

  async delete(id: string): Promise<void> {
    const path = `/api/2.0/mlflow/logged-models/${encodeURIComponent(id)}`;
    await this.#connection.ask({ method: 'DELETE', path });
  }

  /** Says that a run has made it, at the step of its training. */
  async addToRun(runId: string, id: string, step: number = 0): Promise<void> {
    await postMlflow(this.#connection, 'runs/outputs', { run_id: runId, models: [{ model_id: id, step }] });
  }
}

function readLoggedModel({ info, data }: WireLoggedModel): LoggedModel {
  return {
    id: info.model_id,
    name: info.name ?? '',
    experimentId: info.experiment_id,
    artifactUri: info.artifact_uri ?? '',
    status: STATUS_OF[info.status ?? ''] ?? 'UNSPECIFIED',
    modelType: info.model_type ?? '',
    runId: info.source_run_id ?? '',
    params: readPairs(data?.params),
    tags: readPairs(info.tags),
    createdMs: Number(info.creation_timestamp_ms ?? 0),
  };
}
