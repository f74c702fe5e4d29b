import { sql } from 'kysely';
import { ApiError } from '../../../errors.ts';
import { locking } from '../locking.ts';
import { newHexId } from '../new-hex-id.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { UserRow } from './auth-tables.ts';
import { userNameKey } from './user-name-key.ts';
import type { Identity, NewUser, User, UserChange, UserStore } from './user-store.ts';

/** Users in any SQL database that Kysely speaks. */
export class SqlUserStore implements UserStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async hasAny(): Promise<boolean> {
    return (await this.#users().select('id').limit(1).executeTakeFirst()) !== undefined;
  }

  async hasAdmin(): Promise<boolean> {
    return (await admins(this.#database.db).limit(1).executeTakeFirst()) !== undefined;
  }

  create(user: NewUser): Promise<User> {
    return this.#database.write((transaction) => this.#insert(transaction, user));
  }

  createFirst(user: NewUser): Promise<User | undefined> {
    return this.#database.write(async (transaction) => {
      // Postgres would let two look at once and find nobody.
      if (this.#database.kind === 'postgres') await sql`lock table users in exclusive mode`.execute(transaction);
      if ((await transaction.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined) return;
      return this.#insert(transaction, user);
    });
  }

  async get(id: string): Promise<User | undefined> {
    return userOf(await this.#users().selectAll().where('id', '=', id).executeTakeFirst());
  }

  async getByName(name: string): Promise<User | undefined> {
    return userOf(await this.#users().selectAll().where('name_key', '=', userNameKey(name)).executeTakeFirst());
  }

  async getByIdentity({ issuer, subject }: Identity): Promise<User | undefined> {
    const select = this.#users().selectAll().where('issuer', '=', issuer).where('issuer_subject', '=', subject);
    return userOf(await select.executeTakeFirst());
  }

  async list(limit: number, afterName?: string): Promise<readonly User[]> {
    let select = this.#users().selectAll().orderBy('name_key').limit(limit);
    if (afterName !== undefined) select = select.where('name_key', '>', userNameKey(afterName));
    return (await select.execute()).map((row) => userOf(row));
  }

  async count(): Promise<number> {
    const { users } = await this.#users()
      .select((of) => of.fn.countAll<number | string>().as('users'))
      .executeTakeFirstOrThrow();
    return Number(users);
  }

  update(id: string, change: UserChange): Promise<User> {
    return this.#database.write(async (transaction) => {
      const row = await this.#require(transaction, id);
      const changed = changedRow(row, change);
      if (isAdministering(row) && !isAdministering(changed)) await this.#requireOtherAdmin(transaction, id);
      if (changed.issuer !== row.issuer || changed.issuer_subject !== row.issuer_subject) {
        await requireFreeIdentity(transaction, change.identity);
      }
      const { id: _, ...columns } = changed;
      await transaction.updateTable('users').set(columns).where('id', '=', id).execute();
      return userOf(changed);
    });
  }

  delete(id: string): Promise<void> {
    return this.#database.write(async (transaction) => {
      const row = await this.#require(transaction, id);
      if (isAdministering(row)) await this.#requireOtherAdmin(transaction, id);
      await transaction.deleteFrom('memberships').where('user_id', '=', id).execute();
      await transaction.deleteFrom('sessions').where('user_id', '=', id).execute();
      await transaction.deleteFrom('permissions').where('user_id', '=', id).execute();
      await transaction.deleteFrom('users').where('id', '=', id).execute();
    });
  }

  #users() {
    return this.#database.db.selectFrom('users');
  }

  async #insert(transaction: TrackingQueries, user: NewUser): Promise<User> {
    await requireFreeIdentity(transaction, user.identity);
    const row: UserRow = {
      id: newHexId(),
      name: user.name,
      name_key: userNameKey(user.name),
      display_name: user.displayName,
      password: user.password ?? null,
      is_admin: Number(user.isAdmin),
      is_disabled: 0,
      issuer: user.identity?.issuer ?? null,
      issuer_subject: user.identity?.subject ?? null,
      created_ms: this.#database.nowMs(),
      last_sign_in_ms: null,
    };
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('users')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) {
      throw new ApiError('RESOURCE_ALREADY_EXISTS', `there is a user ${JSON.stringify(user.name)} already`);
    }
    return userOf(row);
  }

  async #require(transaction: TrackingQueries, id: string): Promise<UserRow> {
    const select = transaction.selectFrom('users').selectAll().where('id', '=', id);
    const row = await locking(this.#database, select).executeTakeFirst();
    if (row === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'there is no such user');
    return row;
  }

  /** All of them are locked, so that two who step back at once do not both rely on the other. */
  async #requireOtherAdmin(transaction: TrackingQueries, id: string): Promise<void> {
    const rows = await locking(this.#database, admins(transaction).orderBy('id')).execute();
    if (rows.some((row) => row.id !== id)) return;
    throw new ApiError(
      'RESOURCE_CONFLICT',
      'this is the last administrator of the installation: make another one first',
    );
  }
}

function admins(db: TrackingQueries) {
  return db.selectFrom('users').select('id').where('is_admin', '=', 1).where('is_disabled', '=', 0);
}

function isAdministering({ is_admin, is_disabled }: UserRow): boolean {
  return is_admin === 1 && is_disabled === 0;
}

/** Told apart from a name that is taken before the database would. */
async function requireFreeIdentity(transaction: TrackingQueries, identity: Identity | undefined): Promise<void> {
  if (identity === undefined) return;
  const other = await transaction
    .selectFrom('users')
    .select('name')
    .where('issuer', '=', identity.issuer)
    .where('issuer_subject', '=', identity.subject)
    .executeTakeFirst();
  if (other === undefined) return;
  throw new ApiError('RESOURCE_ALREADY_EXISTS', `the user ${JSON.stringify(other.name)} signs in as that already`);
}

function changedRow(row: UserRow, change: UserChange): UserRow {
  return {
    ...row,
    display_name: change.displayName ?? row.display_name,
    password: change.password ?? row.password,
    is_admin: Number(change.isAdmin ?? row.is_admin),
    is_disabled: Number(change.isDisabled ?? row.is_disabled),
    issuer: change.identity?.issuer ?? row.issuer,
    issuer_subject: change.identity?.subject ?? row.issuer_subject,
    last_sign_in_ms: change.lastSignInMs ?? row.last_sign_in_ms,
  };
}

function userOf(row: UserRow): User;
function userOf(row: UserRow | undefined): User | undefined;
function userOf(row: UserRow | undefined): User | undefined {
  if (row === undefined) return undefined;
  const { issuer, issuer_subject: subject } = row;
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    password: row.password ?? undefined,
    isAdmin: row.is_admin === 1,
    isDisabled: row.is_disabled === 1,
    identity: issuer === null || subject === null ? undefined : { issuer, subject },
    createdMs: row.created_ms,
    lastSignInMs: row.last_sign_in_ms ?? undefined,
  };
}
