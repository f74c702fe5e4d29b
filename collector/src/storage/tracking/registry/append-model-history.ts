import type { ModelChange } from '@tracewright/schema';
import { locking } from '../locking.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { ModelHistoryRow } from './registry-tables.ts';

/** The versions that something happens to, and who makes it happen. */
export interface ModelEvent {
  readonly workspaceId: string;
  readonly name: string;
  readonly by: string;
  readonly atMs: number;
  readonly changes: readonly { readonly version: number; readonly change: ModelChange }[];
}

/** Writes entries of a model's history, in this order, in the transaction that makes the changes. */
export async function appendModelHistory(
  database: TrackingDatabase,
  transaction: TrackingQueries,
  { workspaceId, name, by, atMs, changes }: ModelEvent,
): Promise<void> {
  if (changes.length === 0) return;
  // Of two writers one waits for the other's numbers.
  const model = transaction.selectFrom('registered_models').select('name').where('workspace_id', '=', workspaceId);
  await locking(database, model.where('name', '=', name)).execute();
  const { last } = await transaction
    .selectFrom('model_history')
    .select((of) => of.fn.max('number').as('last'))
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  const rows = changes.map(({ version, change }, index) => ({
    workspace_id: workspaceId,
    name,
    number: (last ?? 0) + 1 + index,
    version,
    actor: by,
    at_ms: atMs,
    ...columnsOf(change),
  }));
  for (const row of rows) await transaction.insertInto('model_history').values(row).execute();
}

function columnsOf(change: ModelChange): Pick<ModelHistoryRow, 'kind' | 'alias' | 'before' | 'after'> {
  switch (change.kind) {
    case 'created':
    case 'deleted':
      return { kind: change.kind, alias: '', before: null, after: null };
    case 'stage':
      return { kind: 'stage', alias: '', before: change.from, after: change.to };
    case 'alias':
      return {
        kind: 'alias',
        alias: change.alias,
        before: change.from === null ? null : String(change.from),
        after: change.to === null ? null : String(change.to),
      };
  }
}
