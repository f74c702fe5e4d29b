import type { Connection } from '../http/connection.ts';
import { Found } from '../http/found.ts';
import { postMlflow } from '../http/mlflow.ts';
import { type WireNumber, writePairs } from '../http/wire.ts';

/** What applications are evaluated with: records of inputs and of what is expected of them. */
export interface Dataset {
  readonly id: string;
  readonly name: string;
  /** Of its records: the same records have the same one. */
  readonly digest: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly recordCount: number;
  readonly experimentIds: readonly string[];
  /** Milliseconds since the Unix epoch, as the other times. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** One case. Records with the same inputs are one: what is added later goes over what was there. */
export interface DatasetRecord<
  Inputs = Readonly<Record<string, unknown>>,
  Expected = Readonly<Record<string, unknown>>,
> {
  readonly inputs: Inputs;
  /** What is expected, by name. */
  readonly expectations?: Expected;
  /** What an application answered. */
  readonly outputs?: unknown;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StoredRecord<Inputs, Expected> extends DatasetRecord<Inputs, Expected> {
  readonly id: string;
}

export interface NewDataset {
  readonly name: string;
  /** Experiments that it belongs to. Default: none. */
  readonly experimentIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface DatasetSearch {
  readonly experimentIds?: readonly string[];
  /** MLflow's grammar, such as `name LIKE 'returns%'`. */
  readonly filter?: string;
  readonly orderBy?: readonly string[];
}

/** What a run has used, as it stands with the run. */
export interface RunInput {
  readonly name: string;
  readonly digest: string;
  /** What it was used for, such as `training` or `evaluation`. */
  readonly context?: string;
  /** Where it is from. Default: for datasets of the server, their id. */
  readonly source?: string;
  /** Default `local`, for datasets of the server `mlflow_evaluation_dataset`. */
  readonly sourceType?: string;
}

interface WireDataset {
  readonly dataset_id: string;
  readonly name: string;
  readonly digest?: string;
  readonly tags?: string;
  readonly profile?: string;
  readonly experiment_ids?: readonly string[];
  readonly created_time?: WireNumber;
  readonly last_update_time?: WireNumber;
}

interface WireRecord {
  readonly dataset_record_id: string;
  readonly inputs: unknown;
  readonly outputs?: unknown;
  readonly expectations?: unknown;
  readonly tags?: Readonly<Record<string, string>>;
}

interface DatasetAnswer {
  readonly dataset: WireDataset;
}

const BASE = '/api/3.0/mlflow/datasets';
/** Records of one request. */
const BATCH = 1_000;

/** The datasets of a server. Each call fails with a TracewrightError. */
export class Datasets {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` for an unknown experiment */
  async create({ name, experimentIds, tags }: NewDataset): Promise<Dataset> {
    const json = { name, experiment_ids: experimentIds, tags: tags && JSON.stringify(tags) };
    return readDataset((await this.#ask<DatasetAnswer>('POST', '/create', { json })).dataset);
  }

  async get(id: string): Promise<Dataset> {
    return readDataset((await this.#ask<DatasetAnswer>('GET', `/${encodeURIComponent(id)}`)).dataset);
  }

  search({ experimentIds, filter, orderBy }: DatasetSearch = {}): Found<Dataset> {
    return new Found(async (token) => {
      const json = { experiment_ids: experimentIds, filter_string: filter, order_by: orderBy, page_token: token };
      const answer = await this.#ask<{
        readonly datasets?: readonly WireDataset[];
        readonly next_page_token?: string;
      }>('POST', '/search', { json, isRepeatable: true });
      return { items: (answer.datasets ?? []).map(readDataset), nextToken: answer.next_page_token };
    });
  }

  /** Adds records, or changes those with the same inputs. @returns the dataset with its new digest */
  async addRecords(id: string, records: readonly DatasetRecord[]): Promise<Dataset> {
    for (let at = 0; at < records.length; at += BATCH) {
      const json = { records: JSON.stringify(records.slice(at, at + BATCH)) };
      // Made twice it changes nothing more: records are known by their inputs.
      await this.#ask('POST', `/${encodeURIComponent(id)}/records`, { json, isRepeatable: true });
    }
    return this.get(id);
  }

  /** Its records; the shapes of inputs and expectations are the caller's word. */
  records<Inputs = Readonly<Record<string, unknown>>, Expected = Readonly<Record<string, unknown>>>(
    id: string,
  ): Found<StoredRecord<Inputs, Expected>> {
    return new Found(async (token) => {
      const path = `/${encodeURIComponent(id)}/records`;
      const answer = await this.#ask<{ readonly records: string; readonly next_page_token?: string }>('GET', path, {
        query: { page_token: token },
      });
      const records = JSON.parse(answer.records) as readonly WireRecord[];
      const items = records.map(({ dataset_record_id: recordId, inputs, outputs, expectations, tags }) => ({
        id: recordId,
        inputs,
        ...(outputs === undefined ? {} : { outputs }),
        ...(expectations === undefined ? {} : { expectations }),
        ...(tags === undefined ? {} : { tags }),
      }));
      return {
        items: items as unknown as readonly StoredRecord<Inputs, Expected>[],
        nextToken: answer.next_page_token,
      };
    });
  }

  async deleteRecords(id: string, recordIds: readonly string[]): Promise<void> {
    const json = { dataset_record_ids: recordIds };
    await this.#ask('DELETE', `/${encodeURIComponent(id)}/records`, { json });
  }

  /** With its records. */
  async delete(id: string): Promise<void> {
    await this.#ask('DELETE', `/${encodeURIComponent(id)}`);
  }

  /** Notes at a run that it has used these data, as they are now. */
  async logInput(runId: string, input: Dataset | RunInput, context?: string): Promise<void> {
    const of = 'id' in input ? inputOf(input) : input;
    const usedFor = context ?? of.context;
    const dataset = {
      name: of.name,
      digest: of.digest,
      source_type: of.sourceType ?? 'local',
      source: of.source ?? JSON.stringify({ uri: of.name }),
    };
    const tags = usedFor === undefined ? [] : writePairs({ 'mlflow.data.context': usedFor });
    const given = { run_id: runId, datasets: [{ dataset, tags }] };
    await postMlflow(this.#connection, 'runs/log-inputs', given, { isRepeatable: true });
  }

  #ask<Answer>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    rest: Pick<Parameters<Connection['ask']>[0], 'json' | 'query' | 'isRepeatable'> = {},
  ): Promise<Answer> {
    return this.#connection.ask({ method, path: `${BASE}${path}`, ...rest });
  }
}

function inputOf({ id, name, digest }: Dataset): RunInput {
  return { name, digest, source: JSON.stringify({ dataset_id: id }), sourceType: 'mlflow_evaluation_dataset' };
}

function readDataset(wire: WireDataset): Dataset {
  const { num_records: recordCount } = JSON.parse(wire.profile || '{}') as { readonly num_records?: number };
  return {
    id: wire.dataset_id,
    name: wire.name,
    digest: wire.digest ?? '',
    tags: JSON.parse(wire.tags || '{}') as Readonly<Record<string, string>>,
    recordCount: recordCount ?? 0,
    experimentIds: wire.experiment_ids ?? [],
    createdMs: Number(wire.created_time ?? 0),
    updatedMs: Number(wire.last_update_time ?? 0),
  };
}
