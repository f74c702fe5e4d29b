import type { Role } from '@tracewright/schema';
import { DEFAULT_WORKSPACE_ID } from '../../../authorize.ts';
import { ApiError } from '../../../errors.ts';
import { inParts } from '../in-parts.ts';
import { locking } from '../locking.ts';
import { changedSince } from '../next-version.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import type { MembershipRow } from './auth-tables.ts';
import type { Member, Membership, MembershipStore } from './membership-store.ts';

/** Memberships in any SQL database that Kysely speaks. */
export class SqlMembershipStore implements MembershipStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async of(userId: string): Promise<readonly Membership[]> {
    return (await this.ofAll([userId])).get(userId) ?? [];
  }

  async ofAll(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly Membership[]>> {
    const rows: MembershipRow[] = [];
    for (const part of inParts(userIds)) {
      const select = this.#database.db.selectFrom('memberships').selectAll().where('user_id', 'in', part);
      rows.push(...(await select.orderBy('workspace_id').execute()));
    }
    const byUser = Map.groupBy(rows, ({ user_id }) => user_id);
    return new Map([...byUser].map(([userId, found]) => [userId, found.map(membershipOf).sort(defaultFirst)]));
  }

  async list(workspaceId: string): Promise<readonly Member[]> {
    const rows = await this.#database.db
      .selectFrom('memberships')
      .innerJoin('users', 'users.id', 'memberships.user_id')
      .select(['users.id', 'users.name', 'users.display_name', 'users.is_admin', 'users.is_disabled'])
      .select('memberships.role')
      .where('memberships.workspace_id', '=', workspaceId)
      .orderBy('users.name_key')
      .execute();
    return rows.map((row) => ({
      userId: row.id,
      name: row.name,
      displayName: row.display_name,
      isAdmin: row.is_admin === 1,
      isDisabled: row.is_disabled === 1,
      role: row.role,
    }));
  }

  async put(workspaceId: string, userId: string, role: Role, seen?: Role | null): Promise<void> {
    await this.#database.write(async (transaction) => {
      // Kept from being deleted until the membership stands.
      const user = transaction.selectFrom('users').select('id').where('id', '=', userId);
      if ((await locking(this.#database, user).executeTakeFirst()) === undefined) {
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'there is no such user');
      }
      // Whoever changes a membership holds the user's row.
      const before = await transaction
        .selectFrom('memberships')
        .select('role')
        .where('workspace_id', '=', workspaceId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      if (seen === null && before) throw new ApiError('RESOURCE_CONFLICT', `they are a member already: ${before.role}`);
      if (seen !== undefined && seen !== (before?.role ?? null)) throw changedSince('the role');
      await transaction
        .insertInto('memberships')
        .values({ workspace_id: workspaceId, user_id: userId, role })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'user_id']).doUpdateSet({ role }))
        .execute();
    });
  }

  async remove(workspaceId: string, userId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database.write((transaction) =>
      transaction
        .deleteFrom('memberships')
        .where('workspace_id', '=', workspaceId)
        .where('user_id', '=', userId)
        .executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }
}

function membershipOf({ workspace_id, role }: MembershipRow): Membership {
  return { workspaceId: workspace_id, role };
}

function defaultFirst(a: Membership, b: Membership): number {
  return Number(b.workspaceId === DEFAULT_WORKSPACE_ID) - Number(a.workspaceId === DEFAULT_WORKSPACE_ID);
}
