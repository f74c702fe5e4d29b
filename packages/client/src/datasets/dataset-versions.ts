import type {
  DatasetDiff,
  DatasetPointer,
  DatasetSummary,
  DatasetVersion,
  MadeDatasetVersion,
  Page,
  DatasetRecord as WireRecord,
} from '@tracewright/schema';
import type { Connection } from '../http/connection.ts';
import { Found } from '../http/found.ts';
import { isTracewrightError, TracewrightError } from '../http/tracewright-error.ts';
import type { DatasetRecord, DatasetRef, DatasetVersionInfo, StoredRecord } from './dataset.ts';
import type { Datasets } from './datasets.ts';
import { LoadedDataset } from './loaded-dataset.ts';
import type { TraceRecords } from './record-sources.ts';
import { readRecord, writeRecord } from './record-wire.ts';

/** A version of a dataset that is to be made. */
export interface NewDatasetVersion {
  readonly name: string;
  /** Default: what the dataset holds now, such as what MLflow's clients have added to it. */
  readonly records?: readonly DatasetRecord[] | TraceRecords;
  /** Whether these records are all of it, or are added to those that it has. Default `replace`. */
  readonly mode?: 'replace' | 'add';
  /** A file outside that the version stands for, such as one that DVC tracks. */
  readonly pointer?: DatasetPointer;
  /** What has changed, for the log. */
  readonly note?: string;
  /** Added to those that it belongs to. */
  readonly experimentIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** What came of making one. */
export interface RegisteredVersion extends DatasetVersionInfo {
  /** Of the dataset. */
  readonly id: string;
  readonly name: string;
  /** False: the newest version had the same records already, and this is it. */
  readonly isNew: boolean;
}

const BASE = '/api/v1/datasets';
/** Records and changes of one answer. */
const PAGE = 500;

/** Versions of the datasets of a server. */
export class DatasetVersions {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async register({ records, ...given }: NewDatasetVersion): Promise<RegisteredVersion> {
    // The same records once more are the same version.
    const rest = { isRepeatable: true, timeoutMs: 0 };
    const made =
      records !== undefined && 'hasFeedback' in records
        ? await this.#ask<MadeDatasetVersion>('POST', '/from-traces', {
            query: { filter: records.filter },
            json: { ...given, limit: records.limit, hasFeedback: records.hasFeedback },
            ...rest,
          })
        : await this.#ask<MadeDatasetVersion>('POST', '', {
            json: { ...given, records: records?.map(writeRecord) },
            ...rest,
          });
    return { id: made.dataset.id, name: made.dataset.name, isNew: made.isNew, ...versionOf(made.version) };
  }

  async load<Inputs, Expected>(
    { dataset, version }: DatasetRef,
    head: Pick<Datasets, 'get' | 'search' | 'records'>,
  ): Promise<LoadedDataset<Inputs, Expected>> {
    const summary = await this.#find(dataset).catch((error: unknown) => {
      if (version !== undefined || !isTracewrightError(error, 'NOT_IMPLEMENTED')) throw error;
      return undefined;
    });
    if (summary === undefined) return loadHead<Inputs, Expected>(dataset, head);
    const { id, name } = summary;
    const meant = version === undefined ? await this.#newest(summary) : await this.#version(summary, version);
    return new LoadedDataset<Inputs, Expected>({
      ...{ id, name, version: meant.version, digest: meant.digest, recordCount: meant.recordCount },
      pointer: meant.pointer,
      records: () => this.#records<Inputs, Expected>(id, meant.version),
    });
  }

  list(dataset: string): Found<DatasetVersionInfo> {
    let id: Promise<string> | undefined;
    return new Found(async (token) => {
      id ??= this.#find(dataset).then((found) => found.id);
      const path = `/${encodeURIComponent(await id)}/versions`;
      const page = await this.#ask<Page<DatasetVersion>>('GET', path, { query: { cursor: token } });
      return { items: page.items.map(versionOf), nextToken: page.nextCursor ?? undefined };
    });
  }

  async diff(before: DatasetRef, after: DatasetRef): Promise<DatasetDiff> {
    const places = { before: await this.#place(before), after: await this.#place(after) };
    const ask = (cursor: string | undefined): Promise<DatasetDiff> =>
      this.#connection.ask({ method: 'GET', path: '/api/v1/dataset-diff', query: { ...places, cursor, limit: PAGE } });
    const first = await ask(undefined);
    const items = [...first.items];
    for (let { nextCursor } = first; nextCursor !== null; ) {
      const page = await ask(nextCursor);
      items.push(...page.items);
      nextCursor = page.nextCursor;
    }
    return { ...first, items, nextCursor: null };
  }

  async #place({ dataset, version }: DatasetRef): Promise<string> {
    const summary = await this.#find(dataset);
    return `${summary.id}:${version ?? (await this.#newest(summary)).version}`;
  }

  /** What it holds now, as a version. */
  async #newest({ id, name, latestVersion, hasChanges }: DatasetSummary): Promise<DatasetVersion> {
    if (latestVersion !== null && !hasChanges) return latestVersion;
    return (await this.#ask<MadeDatasetVersion>('POST', '', { json: { id, name }, isRepeatable: true })).version;
  }

  async #version({ id, name, latestVersion }: DatasetSummary, version: number): Promise<DatasetVersion> {
    if (latestVersion?.version === version) return latestVersion;
    const query = { cursor: version + 1, limit: 1 };
    const { items } = await this.#ask<Page<DatasetVersion>>('GET', `/${encodeURIComponent(id)}/versions`, { query });
    if (items[0]?.version === version) return items[0];
    throw new TracewrightError('RESOURCE_DOES_NOT_EXIST', `dataset ${name} has no version ${version}`);
  }

  #records<Inputs, Expected>(id: string, version: number): Found<StoredRecord<Inputs, Expected>> {
    return new Found(async (token) => {
      const query = { version, cursor: token, limit: PAGE };
      const page = await this.#ask<Page<WireRecord>>('GET', `/${encodeURIComponent(id)}/records`, { query });
      return {
        items: page.items.map((record) => readRecord<Inputs, Expected>(record)),
        nextToken: page.nextCursor ?? undefined,
      };
    });
  }

  /** By its id, or the newest of the name. */
  async #find(dataset: string): Promise<DatasetSummary> {
    if (/^d-[0-9a-f]{32}$/.test(dataset)) return this.#ask<DatasetSummary>('GET', `/${dataset}`);
    const query = { name: dataset, limit: 1 };
    const [found] = (await this.#ask<Page<DatasetSummary>>('GET', '', { query })).items;
    if (found !== undefined) return found;
    throw new TracewrightError('RESOURCE_DOES_NOT_EXIST', `there is no dataset ${JSON.stringify(dataset)}`);
  }

  /** @throws TracewrightError `NOT_IMPLEMENTED` from a server that keeps no versions */
  async #ask<Answer>(
    method: 'GET' | 'POST',
    path: string,
    rest: Omit<Parameters<Connection['ask']>[0], 'method' | 'path'> = {},
  ): Promise<Answer> {
    try {
      return await this.#connection.ask<Answer>({ method, path: `${BASE}${path}`, ...rest });
    } catch (error) {
      // The list is there, whatever is in it, or nothing of it is.
      const isNowhere = path === '' && isTracewrightError(error, 'ENDPOINT_NOT_FOUND', 'RESOURCE_DOES_NOT_EXIST');
      if (!isNowhere || (method === 'POST' && isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST'))) throw error;
      const message = `${this.#connection.url} keeps no versions of datasets`;
      throw new TracewrightError('NOT_IMPLEMENTED', message, { cause: error });
    }
  }
}

/** As an MLflow server has it. */
async function loadHead<Inputs, Expected>(
  dataset: string,
  head: Pick<Datasets, 'get' | 'search' | 'records'>,
): Promise<LoadedDataset<Inputs, Expected>> {
  const quote = dataset.includes("'") ? '"' : "'";
  const isId = /^d-[0-9a-f]{32}$/.test(dataset);
  const found = isId
    ? await head.get(dataset)
    : await head.search({ filter: `name = ${quote}${dataset}${quote}` }).first();
  if (found === undefined) {
    throw new TracewrightError('RESOURCE_DOES_NOT_EXIST', `there is no dataset ${JSON.stringify(dataset)}`);
  }
  const { id, name, digest, recordCount } = found;
  const records = () => head.records<Inputs, Expected>(id);
  return new LoadedDataset<Inputs, Expected>({
    ...{ id, name, digest, recordCount, records },
    version: undefined,
    pointer: null,
  });
}

function versionOf({ createdNs, ...version }: DatasetVersion): DatasetVersionInfo {
  return { ...version, createdMs: Number(BigInt(createdNs) / 1_000_000n) };
}
