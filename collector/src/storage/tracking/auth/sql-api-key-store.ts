import type { AccessScope } from '@tracewright/schema';
import { sql } from 'kysely';
import { ApiError } from '../../../errors.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import type { ApiKey, ApiKeyStore, NewApiKey } from './api-key-store.ts';
import type { ApiKeyRow } from './auth-tables.ts';

/** Keys in any SQL database that Kysely speaks. */
export class SqlApiKeyStore implements ApiKeyStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async create(key: NewApiKey): Promise<ApiKey> {
    const row: ApiKeyRow = {
      id: key.id,
      workspace_id: key.workspaceId,
      name: key.name,
      digest: key.digest,
      scopes: JSON.stringify(key.scopes),
      experiments: key.experiments === undefined ? null : JSON.stringify(key.experiments),
      created_by: key.createdBy,
      created_ms: this.#database.nowMs(),
      expires_ms: key.expiresMs ?? null,
      last_used_ms: null,
      revoked_ms: null,
      requests_per_second: key.requestsPerSecond ?? null,
      bytes_per_second: key.bytesPerSecond ?? null,
    };
    const { numInsertedOrUpdatedRows } = await this.#database.write((transaction) =>
      transaction
        .insertInto('api_keys')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow(),
    );
    if (numInsertedOrUpdatedRows !== 1n)
      throw new ApiError('RESOURCE_ALREADY_EXISTS', `there is a key ${key.id} already`);
    return keyOf(row);
  }

  async get(id: string): Promise<ApiKey | undefined> {
    const row = await this.#database.db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
    return row && keyOf(row);
  }

  async list(workspaceId: string): Promise<readonly ApiKey[]> {
    const rows = await this.#database.db
      .selectFrom('api_keys')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('created_ms', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(keyOf);
  }

  async revoke(workspaceId: string, id: string): Promise<boolean> {
    const revokedMs = this.#database.nowMs();
    const { numUpdatedRows } = await this.#database.write((transaction) =>
      transaction
        .updateTable('api_keys')
        .set({ revoked_ms: sql<number>`coalesce(revoked_ms, ${sql.val(revokedMs)})` })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  async noteUsed(used: ReadonlyMap<string, number>): Promise<void> {
    // In one order, so that two collectors do not wait for each other.
    const inOrder = [...used].sort(([a], [b]) => (a < b ? -1 : 1));
    await this.#database.write(async (transaction) => {
      for (const [id, ms] of inOrder) {
        await transaction
          .updateTable('api_keys')
          .set({ last_used_ms: ms })
          .where('id', '=', id)
          .where((of) => of.or([of('last_used_ms', 'is', null), of('last_used_ms', '<', ms)]))
          .execute();
      }
    });
  }
}

function keyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    digest: row.digest,
    scopes: JSON.parse(row.scopes) as AccessScope[],
    experiments: row.experiments === null ? undefined : (JSON.parse(row.experiments) as string[]),
    createdBy: row.created_by,
    createdMs: row.created_ms,
    expiresMs: row.expires_ms ?? undefined,
    lastUsedMs: row.last_used_ms ?? undefined,
    revokedMs: row.revoked_ms ?? undefined,
    requestsPerSecond: row.requests_per_second ?? undefined,
    bytesPerSecond: row.bytes_per_second ?? undefined,
  };
}
