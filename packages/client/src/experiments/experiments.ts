import type { Connection } from '../http/connection.ts';
import { Found } from '../http/found.ts';
import { getMlflow, postMlflow } from '../http/mlflow.ts';
import { isTracewrightError } from '../http/tracewright-error.ts';
import { writePairs } from '../http/wire.ts';
import { type Experiment, type LifecycleView, readExperiment, viewType, type WireExperiment } from './experiment.ts';

export interface NewExperiment {
  readonly name: string;
  /** Where the files of its runs are kept. Default: with the server. */
  readonly artifactLocation?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

type ExperimentField = 'name' | 'experiment_id' | 'creation_time' | 'last_update_time';

export interface ExperimentSearch {
  /** In MLflow's language, such as `name LIKE 'support-%'`. */
  readonly filter?: string;
  readonly orderBy?: readonly `${ExperimentField}${'' | ' ASC' | ' DESC'}`[];
  readonly view?: LifecycleView;
  /** How many come at a time. Default 1,000. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

/** The experiments of a server. Each call fails with a TracewrightError. */
export class Experiments {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @returns its id @throws TracewrightError `RESOURCE_ALREADY_EXISTS` if the name is taken, also by a deleted one */
  async create({ name, artifactLocation, tags }: NewExperiment): Promise<string> {
    const request = { name, artifact_location: artifactLocation, tags: writePairs(tags) };
    const answer = await postMlflow<{ experiment_id: string }>(this.#connection, 'experiments/create', request);
    return answer.experiment_id;
  }

  async get(id: string): Promise<Experiment> {
    const query = { experiment_id: id };
    return readExperiment((await getMlflow<Answer>(this.#connection, 'experiments/get', query)).experiment);
  }

  /** Deleted ones, too; undefined where there is none. */
  async getByName(name: string): Promise<Experiment | undefined> {
    const query = { experiment_name: name };
    try {
      return readExperiment((await getMlflow<Answer>(this.#connection, 'experiments/get-by-name', query)).experiment);
    } catch (error) {
      if (isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
      throw error;
    }
  }

  /** The one of this name, made if need be. It may turn out to be deleted. */
  async getOrCreate(experiment: NewExperiment): Promise<Experiment> {
    const known = await this.getByName(experiment.name);
    if (known !== undefined) return known;
    try {
      return await this.get(await this.create(experiment));
    } catch (error) {
      // Somebody else has made it meanwhile.
      const theirs = isTracewrightError(error, 'RESOURCE_ALREADY_EXISTS') && (await this.getByName(experiment.name));
      if (theirs) return theirs;
      throw error;
    }
  }

  search({ filter, orderBy, view, pageSize, signal }: ExperimentSearch = {}): Found<Experiment> {
    return new Found(async (token) => {
      const request = {
        filter,
        order_by: orderBy,
        view_type: viewType(view),
        max_results: pageSize ?? 1_000,
        page_token: token,
      };
      const rest = { isRepeatable: true, signal };
      const answer = await postMlflow<SearchAnswer>(this.#connection, 'experiments/search', request, rest);
      return { items: (answer.experiments ?? []).map(readExperiment), nextToken: answer.next_page_token };
    });
  }

  async rename(id: string, name: string): Promise<void> {
    await postMlflow(this.#connection, 'experiments/update', { experiment_id: id, new_name: name }, REPEATABLE);
  }

  async delete(id: string): Promise<void> {
    await postMlflow(this.#connection, 'experiments/delete', { experiment_id: id });
  }

  async restore(id: string): Promise<void> {
    await postMlflow(this.#connection, 'experiments/restore', { experiment_id: id });
  }

  async setTag(id: string, key: string, value: string): Promise<void> {
    const request = { experiment_id: id, key, value };
    await postMlflow(this.#connection, 'experiments/set-experiment-tag', request, REPEATABLE);
  }

  async deleteTag(id: string, key: string): Promise<void> {
    await postMlflow(this.#connection, 'experiments/delete-experiment-tag', { experiment_id: id, key });
  }
}

const REPEATABLE = { isRepeatable: true };

interface Answer {
  readonly experiment: WireExperiment;
}

interface SearchAnswer {
  readonly experiments?: readonly WireExperiment[];
  readonly next_page_token?: string;
}
