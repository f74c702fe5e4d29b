import { ApiError } from '../../../errors.ts';
import { changedSince } from '../next-version.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { Permission, ResourceKind } from './permission.ts';
import type { Grant, PermissionStore, Resource } from './permission-store.ts';
import type { PermissionRow } from './permission-tables.ts';

/** Permissions in any SQL database that Kysely speaks. */
export class SqlPermissionStore implements PermissionStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async grant(workspaceId: string, grant: Grant, seen?: Permission | null): Promise<void> {
    const { permission } = grant;
    await this.#database.write(async (transaction) => {
      if (seen) return changeFrom(transaction, workspaceId, grant, seen);
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('permissions')
        .values(rowOf(workspaceId, grant))
        .onConflict((conflict) =>
          seen === null
            ? conflict.doNothing()
            : conflict.columns(['workspace_id', 'user_id', 'kind', 'resource']).doUpdateSet({ permission }),
        )
        .executeTakeFirst();
      if (seen === null && numInsertedOrUpdatedRows !== 1n) throw changedSince('the permission');
    });
  }

  async add(workspaceId: string, grant: Grant): Promise<void> {
    await this.#database.write(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('permissions')
        .values(rowOf(workspaceId, grant))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) return;
      throw new ApiError('RESOURCE_ALREADY_EXISTS', `the user has a permission on ${grant.resource} already`);
    });
  }

  async revoke(
    workspaceId: string,
    { userId, kind, resource }: Omit<Grant, 'permission'>,
    seen?: Permission | null,
  ): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('permissions')
        .where('workspace_id', '=', workspaceId)
        .where('user_id', '=', userId)
        .where('kind', '=', kind)
        .where('resource', '=', resource)
        .$if(typeof seen === 'string', (query) => query.where('permission', '=', String(seen)))
        .executeTakeFirst();
      if (typeof seen === 'string' && numDeletedRows === 0n) throw changedSince('the permission');
      return numDeletedRows > 0n;
    });
  }

  async get(
    workspaceId: string,
    { userId, kind, resource }: Omit<Grant, 'permission'>,
  ): Promise<Permission | undefined> {
    const row = await this.#database.db
      .selectFrom('permissions')
      .select('permission')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .where('kind', '=', kind)
      .where('resource', '=', resource)
      .executeTakeFirst();
    return row?.permission as Permission | undefined;
  }

  async ofUser(workspaceId: string, userId: string): Promise<readonly Grant[]> {
    const rows = await this.#database.db
      .selectFrom('permissions')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .orderBy('kind')
      .orderBy('resource')
      .execute();
    return rows.map(grantOf);
  }

  async list(workspaceId: string): Promise<readonly Grant[]> {
    const rows = await this.#database.db
      .selectFrom('permissions')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('kind')
      .orderBy('resource')
      .orderBy('user_id')
      .execute();
    return rows.map(grantOf);
  }

  async on(workspaceId: string, resource: Resource): Promise<readonly Grant[]> {
    const rows = await this.#database.db
      .selectFrom('permissions')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('kind', '=', resource.kind)
      .where('resource', '=', resource.resource)
      .orderBy('user_id')
      .execute();
    return rows.map(grantOf);
  }

  async forget(workspaceId: string, { kind, resource }: Resource): Promise<void> {
    await this.#database.write((transaction) => forgetAll(transaction, workspaceId, kind, resource));
  }

  async rename(workspaceId: string, { kind, resource }: Resource, to: string): Promise<void> {
    if (to === resource) return;
    await this.#database.write(async (transaction) => {
      // What somebody who is gone has left under the new name would be in the way.
      await forgetAll(transaction, workspaceId, kind, to);
      await transaction
        .updateTable('permissions')
        .set({ resource: to })
        .where('workspace_id', '=', workspaceId)
        .where('kind', '=', kind)
        .where('resource', '=', resource)
        .execute();
    });
  }
}

async function forgetAll(
  transaction: TrackingQueries,
  workspaceId: string,
  kind: ResourceKind,
  resource: string,
): Promise<void> {
  await transaction
    .deleteFrom('permissions')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where('resource', '=', resource)
    .execute();
}

function rowOf(workspaceId: string, { userId, kind, resource, permission }: Grant): PermissionRow {
  return { workspace_id: workspaceId, user_id: userId, kind, resource, permission };
}

function grantOf(row: PermissionRow): Grant {
  return {
    userId: row.user_id,
    kind: row.kind as ResourceKind,
    resource: row.resource,
    permission: row.permission as Permission,
  };
}

/** @throws ApiError `RESOURCE_CONFLICT` where the user has something else on it. */
async function changeFrom(
  transaction: TrackingQueries,
  workspaceId: string,
  { userId, kind, resource, permission }: Grant,
  seen: Permission,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('permissions')
    .set({ permission })
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('resource', '=', resource)
    .where('permission', '=', seen)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw changedSince('the permission');
}
