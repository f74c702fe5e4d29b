import { ApiError } from '../../../errors.ts';
import { inParts } from '../in-parts.ts';
import { locking } from '../locking.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { changedHead } from './changed-head.ts';
import type { Dataset, JsonObject, RecordContent } from './dataset-store.ts';
import type { DatasetRow } from './dataset-tables.ts';
import { datasetUses } from './dataset-uses.ts';
import type {
  DatasetVersionStore,
  RecordMark,
  StoredUse,
  StoredVersion,
  VersionChange,
  VersionedDataset,
  VersionRecord,
} from './dataset-version-store.ts';
import type { DatasetVersionRecordRow, DatasetVersionRow } from './dataset-version-tables.ts';
import { readHead, writeHead } from './head-records.ts';
import { laterThan } from './later-than.ts';
import { requireDataset } from './read-datasets.ts';
import { schemaWith } from './record-schema.ts';
import { digestOf, snapshotRecord } from './snapshot.ts';
import { insertRecords, keyOf, readVersions, storedVersion } from './version-rows.ts';

/** Versions of datasets in any SQL database that Kysely speaks. */
export class SqlDatasetVersionStore implements DatasetVersionStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async make(
    workspaceId: string,
    id: string,
    { records, pointer, note, by }: VersionChange,
  ): Promise<{ readonly version: StoredVersion; readonly isNew: boolean }> {
    return this.#database.write(async (transaction) => {
      const row = await this.#lock(transaction, workspaceId, id);
      const held = await readHead(transaction, row);
      const next = records === undefined ? held : changedHead(held, records);
      const nowMs = this.#database.nowMs();
      const isChanged = await writeHead(transaction, row, { held, next, nowMs, by });
      const headMs = isChanged ? laterThan(row, nowMs) : Number(row.digest_ms);
      if (isChanged) {
        const known =
          records?.mode === 'add' && row.schema !== null ? (JSON.parse(row.schema) as JsonObject) : undefined;
        const schema = JSON.stringify(schemaWith(known, records?.given ?? []));
        await transaction
          .updateTable('datasets')
          .set({ schema, digest_ms: headMs, updated_by: by, updated_ms: nowMs })
          .where('workspace_id', '=', workspaceId)
          .where('dataset_id', '=', id)
          .execute();
      }
      const snapshot = next.map((record) => snapshotRecord(record.id, record.content));
      const digest = digestOf(snapshot, pointer);
      const [latest] = await readVersions(transaction, row, 1);
      if (latest?.digest === digest) {
        await transaction
          .updateTable('dataset_versions')
          .set({ head_ms: headMs })
          .where('workspace_id', '=', workspaceId)
          .where('dataset_id', '=', id)
          .where('version', '=', latest.version)
          .execute();
        return { version: storedVersion(latest), isNew: false };
      }
      const made: DatasetVersionRow = {
        ...keyOf(row),
        version: (latest?.version ?? 0) + 1,
        digest,
        record_count: snapshot.length,
        pointer: pointer === undefined ? null : JSON.stringify(pointer),
        note: note ?? null,
        actor: by,
        created_ms: nowMs,
        head_ms: headMs,
      };
      await transaction.insertInto('dataset_versions').values(made).execute();
      await insertRecords(transaction, made, snapshot);
      return { version: storedVersion(made), isNew: true };
    });
  }

  async list(workspaceId: string, id: string, limit: number, before?: number): Promise<readonly StoredVersion[]> {
    const { db } = this.#database;
    const row = await requireDataset(db, workspaceId, id);
    return (await readVersions(db, row, limit, before)).map(storedVersion);
  }

  async get(workspaceId: string, id: string, version: number): Promise<StoredVersion> {
    return storedVersion(await this.#require(workspaceId, id, version));
  }

  async withLatest(workspaceId: string, datasets: readonly Dataset[]): Promise<readonly VersionedDataset[]> {
    const { db } = this.#database;
    const found = new Map<string, { readonly version: DatasetVersionRow; readonly isCurrent: boolean }>();
    for (const ids of inParts(datasets.map(({ id }) => id))) {
      const rows = await db
        .selectFrom('dataset_versions')
        .innerJoin('datasets', (join) =>
          join
            .onRef('datasets.workspace_id', '=', 'dataset_versions.workspace_id')
            .onRef('datasets.dataset_id', '=', 'dataset_versions.dataset_id'),
        )
        .selectAll('dataset_versions')
        .select('datasets.digest_ms')
        .where('dataset_versions.workspace_id', '=', workspaceId)
        .where('dataset_versions.dataset_id', 'in', ids)
        .where('dataset_versions.version', '=', (of) =>
          of
            .selectFrom('dataset_versions as newer')
            .select((select) => select.fn.max('newer.version').as('version'))
            .whereRef('newer.workspace_id', '=', 'dataset_versions.workspace_id')
            .whereRef('newer.dataset_id', '=', 'dataset_versions.dataset_id'),
        )
        .execute();
      for (const { digest_ms: headMs, ...version } of rows) {
        found.set(version.dataset_id, { version, isCurrent: Number(headMs) === Number(version.head_ms) });
      }
    }
    return datasets.map((dataset) => {
      const latest = found.get(dataset.id);
      return {
        dataset,
        latest: latest && storedVersion(latest.version),
        hasChanges: latest === undefined ? dataset.recordCount > 0 : !latest.isCurrent,
      };
    });
  }

  async records(
    workspaceId: string,
    id: string,
    version: number,
    limit: number,
    from: number,
  ): Promise<readonly VersionRecord[]> {
    const row = await this.#require(workspaceId, id, version);
    const marks = await this.#marks(row, { from, limit });
    const contents = await this.contents(
      workspaceId,
      id,
      marks.map(({ content_hash: hash }) => hash),
    );
    return marks.flatMap(({ record_id: recordId, content_hash: hash }) => {
      const content = contents.get(hash);
      return content === undefined ? [] : [{ id: recordId, content }];
    });
  }

  async marks(workspaceId: string, id: string, version: number): Promise<readonly RecordMark[]> {
    const row = await this.#require(workspaceId, id, version);
    const marks = await this.#marks(row);
    return marks.map(({ record_id, content_hash }) => ({ id: record_id, contentHash: content_hash }));
  }

  async contents(
    workspaceId: string,
    id: string,
    hashes: readonly string[],
  ): Promise<ReadonlyMap<string, RecordContent>> {
    const found = new Map<string, RecordContent>();
    for (const some of inParts(hashes)) {
      const rows = await this.#database.db
        .selectFrom('dataset_contents')
        .select(['content_hash', 'content'])
        .where('workspace_id', '=', workspaceId)
        .where('dataset_id', '=', id)
        .where('content_hash', 'in', some)
        .execute();
      for (const { content_hash: hash, content } of rows) found.set(hash, JSON.parse(content) as RecordContent);
    }
    return found;
  }

  async uses(workspaceId: string, id: string, limit: number): Promise<readonly StoredUse[]> {
    await requireDataset(this.#database.db, workspaceId, id);
    return datasetUses(this.#database.db, workspaceId, id, limit);
  }

  #marks(
    row: DatasetVersionRow,
    page?: { readonly from: number; readonly limit: number },
  ): Promise<readonly Pick<DatasetVersionRecordRow, 'record_id' | 'content_hash'>[]> {
    let query = this.#database.db
      .selectFrom('dataset_version_records')
      .select(['record_id', 'content_hash'])
      .where('workspace_id', '=', row.workspace_id)
      .where('dataset_id', '=', row.dataset_id)
      .where('version', '=', row.version);
    if (page !== undefined) {
      query = query.where('position', '>=', page.from).where('position', '<', page.from + page.limit);
    }
    return query.orderBy('position').execute();
  }

  async #require(workspaceId: string, id: string, version: number): Promise<DatasetVersionRow> {
    const { db } = this.#database;
    const dataset = await requireDataset(db, workspaceId, id);
    const row = await db
      .selectFrom('dataset_versions')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('dataset_id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    if (row !== undefined) return row;
    throw new ApiError('RESOURCE_DOES_NOT_EXIST', `dataset ${dataset.name} has no version ${version}`);
  }

  /** Nobody else makes a version of it until the transaction ends. */
  async #lock(transaction: TrackingQueries, workspaceId: string, id: string): Promise<DatasetRow> {
    const row = transaction
      .selectFrom('datasets')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('dataset_id', '=', id);
    await locking(this.#database, row).execute();
    return requireDataset(transaction, workspaceId, id);
  }
}
