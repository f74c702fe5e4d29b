import type { DatasetDiff } from '@tracewright/schema';
import type { Connection } from '../http/connection.ts';
import { Found } from '../http/found.ts';
import { postMlflow } from '../http/mlflow.ts';
import { type WireNumber, writePairs } from '../http/wire.ts';
import type {
  Dataset,
  DatasetRecord,
  DatasetRef,
  DatasetSearch,
  DatasetVersionInfo,
  NewDataset,
  RunInput,
  StoredRecord,
} from './dataset.ts';
import { DatasetVersions, type NewDatasetVersion, type RegisteredVersion } from './dataset-versions.ts';
import { LoadedDataset } from './loaded-dataset.ts';
import { readSource, writeSource } from './record-wire.ts';

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
  readonly source?: { readonly source_type: string; readonly source_data?: Readonly<Record<string, unknown>> };
}

interface DatasetAnswer {
  readonly dataset: WireDataset;
}

const BASE = '/api/3.0/mlflow/datasets';
/** Records of one request. */
const BATCH = 1_000;

/**
 * The datasets of a server. What one holds at the moment is what MLflow's clients see and change; versions of it never
 * change. Each call fails with a TracewrightError; versions are ours, and `NOT_IMPLEMENTED` elsewhere.
 */
export class Datasets {
  readonly #connection: Connection;
  readonly #versions: DatasetVersions;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#versions = new DatasetVersions(connection);
  }

  /**
   * Makes a version of the dataset of that name, and the dataset with the first one. Where the newest version has the
   * same records already, it is the one that is given back.
   *
   * @example
   * await client.datasets.register({ name: 'returns', records: fromCsv(text, { expectations: ['answer'] }) });
   * await client.datasets.register({ name: 'hard cases', records: fromTraces("feedback.helpful = false") });
   */
  register(given: NewDatasetVersion): Promise<RegisteredVersion> {
    return this.#versions.register(given);
  }

  /**
   * A version to be read, such as `{ dataset: 'returns', version: 2 }`. Without a version it is what the dataset holds
   * now: a version is made of it where there is none, so that what was used can be found again. The shapes of inputs and
   * expectations are the caller's word.
   *
   * @throws TracewrightError `RESOURCE_DOES_NOT_EXIST`
   */
  load<Inputs = Readonly<Record<string, unknown>>, Expected = Readonly<Record<string, unknown>>>(
    ref: DatasetRef,
  ): Promise<LoadedDataset<Inputs, Expected>> {
    return this.#versions.load<Inputs, Expected>(ref, this);
  }

  /** Its versions, the newest first: with their notes, its change log. @param dataset its name, or its id */
  versions(dataset: string): Found<DatasetVersionInfo> {
    return this.#versions.list(dataset);
  }

  /** What differs between two versions, of one dataset or of two: how much, and record by record with the fields. */
  diff(before: DatasetRef, after: DatasetRef): Promise<DatasetDiff> {
    return this.#versions.diff(before, after);
  }

  /** A dataset that is empty. @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` for an unknown experiment */
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
      const part = records.slice(at, at + BATCH).map(({ id: _, source, ...record }) => ({
        ...record,
        ...(source === undefined ? {} : { source: writeSource(source) }),
      }));
      const json = { records: JSON.stringify(part) };
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
      const items = records.map(({ dataset_record_id: recordId, inputs, outputs, expectations, tags, source }) => ({
        id: recordId,
        inputs,
        ...(outputs === undefined ? {} : { outputs }),
        ...(expectations === undefined ? {} : { expectations }),
        ...(tags === undefined ? {} : { tags }),
        ...(source === undefined ? {} : { source: readSource(source.source_type, source.source_data) }),
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

  async setTags(id: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.#ask('PATCH', `/${encodeURIComponent(id)}/tags`, { json: { tags: JSON.stringify(tags) } });
  }

  /** Uses it in these experiments, too. */
  async addExperiments(id: string, experimentIds: readonly string[]): Promise<Dataset> {
    const json = { experiment_ids: experimentIds };
    const path = `/${encodeURIComponent(id)}/add-experiments`;
    return readDataset((await this.#ask<DatasetAnswer>('POST', path, { json, isRepeatable: true })).dataset);
  }

  /** With its records. */
  async delete(id: string): Promise<void> {
    await this.#ask('DELETE', `/${encodeURIComponent(id)}`);
  }

  /** Notes at a run that it has used these data, as they are now. */
  async logInput(runId: string, input: Dataset | LoadedDataset | RunInput, context?: string): Promise<void> {
    const of = input instanceof LoadedDataset ? input.input : 'id' in input ? inputOf(input) : input;
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
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
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
