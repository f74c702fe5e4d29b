import { DEFAULT_WORKSPACE_ID } from '../../../authorize.ts';
import { ApiError } from '../../../errors.ts';
import { locking } from '../locking.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import { checkWorkspaceId, checkWorkspaceTexts } from './check-workspace.ts';
import type { NewWorkspace, Workspace, WorkspaceStore } from './workspace-store.ts';
import type { WorkspaceRow } from './workspace-tables.ts';

/** Beside experiments, one of which every workspace has that was ever looked at. */
const CONTENTS = ['runs', 'registered_models', 'logged_models', 'datasets'] as const;

/** Workspaces in any SQL database that Kysely speaks. */
export class SqlWorkspaceStore implements WorkspaceStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async list(): Promise<readonly Workspace[]> {
    const rows = await this.#database.db.selectFrom('workspaces').selectAll().orderBy('workspace_id').execute();
    // Here and not in the query: databases differ in how they order texts.
    const rank = ({ id }: Workspace): string => (id === DEFAULT_WORKSPACE_ID ? '' : id);
    return rows.map(workspaceOf).sort((left, right) => (rank(left) < rank(right) ? -1 : 1));
  }

  async create({ id, name, description }: NewWorkspace): Promise<Workspace> {
    checkWorkspaceId(id);
    const nowMs = this.#database.nowMs();
    const row: WorkspaceRow = {
      ...{ workspace_id: id, name: name || id, description, state: 'active' },
      ...{ created_ms: nowMs, updated_ms: nowMs },
    };
    checkWorkspaceTexts(row);
    const { numInsertedOrUpdatedRows } = await this.#database.write((transaction) =>
      transaction
        .insertInto('workspaces')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst(),
    );
    if (numInsertedOrUpdatedRows === 1n) return workspaceOf(row);
    throw new ApiError('RESOURCE_ALREADY_EXISTS', `Workspace '${id}' already exists.`);
  }

  change(id: string, change: Partial<Pick<Workspace, 'name' | 'description' | 'state'>>): Promise<Workspace> {
    if (id === DEFAULT_WORKSPACE_ID && change.state === 'archived') {
      throw new ApiError('INVALID_PARAMETER_VALUE', `The '${id}' workspace is always there and cannot be archived.`);
    }
    return this.#database.write(async (transaction) => {
      const query = transaction.selectFrom('workspaces').selectAll().where('workspace_id', '=', id);
      const row = await locking(this.#database, query).executeTakeFirst();
      if (row === undefined) throw noWorkspace(id);
      const changed = { ...row, ...change, updated_ms: this.#database.nowMs() };
      checkWorkspaceTexts(changed);
      const { name, description, state, updated_ms } = changed;
      await transaction
        .updateTable('workspaces')
        .set({ name, description, state, updated_ms })
        .where('workspace_id', '=', id)
        .execute();
      return workspaceOf(changed);
    });
  }

  async hasContents(id: string): Promise<boolean> {
    const { db } = this.#database;
    for (const table of CONTENTS) {
      const rows = db.selectFrom(table).select('workspace_id').where('workspace_id', '=', id).limit(1);
      if ((await rows.executeTakeFirst()) !== undefined) return true;
    }
    const own = db.selectFrom('experiments').select('number').where('workspace_id', '=', id).where('number', '>', 0);
    return (await own.limit(1).executeTakeFirst()) !== undefined;
  }
}

/** Says the same of a workspace that is not there and of one that is not theirs. */
export function noWorkspace(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `Workspace '${id}' not found.`);
}

function workspaceOf(row: WorkspaceRow): Workspace {
  return {
    id: row.workspace_id,
    name: row.name,
    description: row.description,
    state: row.state,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
  };
}
