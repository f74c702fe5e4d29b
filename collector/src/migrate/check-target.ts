import { sql } from 'kysely';
import { StoreError } from '../storage/store-error.ts';
import { SqlLeaseStore } from '../storage/tracking/leases/sql-lease-store.ts';
import type { TrackingDatabase } from '../storage/tracking/tracking-database.ts';
import type { MigrationState } from './migration-state.ts';
import type { MigrationSides } from './open-migration.ts';
import { tableShapes } from './table-shape.ts';
import { workspaceIds } from './workspace-ids.ts';

/** @throws StoreError `STORE_LOCKED` if a collector works on this database. */
export async function requireUnused(database: TrackingDatabase): Promise<void> {
  const held = (await new SqlLeaseStore(database).list()).find(({ remainingMs }) => remainingMs > 0);
  if (held === undefined) return;
  const until = Math.ceil(held.remainingMs / 1_000);
  throw new StoreError(
    'STORE_LOCKED',
    `a collector works on the ${database.kind} database (${held.holder}): stop it; if it was killed, wait ${until} s`,
  );
}

/**
 * Sees to it that a migration overwrites nothing but its own copies, and notes that it has begun.
 *
 * @returns the parts that are copied
 * @throws StoreError `STORE_LOCKED` if a target holds anything that did not come from this migration, or came from one
 *   that was completed: it has been in use since.
 */
export async function requireEmpty(
  { spans, tracking, blobs }: MigrationSides,
  sourceTracking: TrackingDatabase,
  state: MigrationState,
): Promise<readonly string[]> {
  const checks: Readonly<Record<string, (() => Promise<boolean>) | undefined>> = {
    spans: spans && (async () => (await spans.target.stats()).traceCount === 0),
    tracking:
      tracking &&
      (() => isEmpty(tracking.source.kind === 'sqlite' ? tracking.source : tracking.target, tracking.target)),
    files: blobs && (() => hasNoFiles(blobs, sourceTracking)),
  };
  const parts = Object.entries(checks).flatMap(([part, check]) => (check === undefined ? [] : [{ part, check }]));
  for (const { part, check } of parts) {
    const known = state.part(part);
    if (known === 'complete') {
      throw new StoreError(
        'STORE_LOCKED',
        `the ${part} were copied there before, to the end: another copy would undo what came since`,
      );
    }
    if (known === undefined && !(await check())) {
      throw new StoreError('STORE_LOCKED', `there are ${part} at the target already, which were not copied from here`);
    }
  }
  for (const { part } of parts) state.begin(part);
  return parts.map(({ part }) => part);
}

/** Tables of which every new database has a row, with the same key in each. */
const ALWAYS_THERE = ['experiments', 'workspaces'];

async function isEmpty(shaped: TrackingDatabase, database: TrackingDatabase): Promise<boolean> {
  for (const { name } of await tableShapes(shaped)) {
    const most = ALWAYS_THERE.includes(name) ? 1 : 0;
    const { rows } = await sql`select 1 from ${sql.table(name)} limit ${most + 1}`.execute(database.db);
    if (rows.length > most) return false;
  }
  return true;
}

async function hasNoFiles(
  { target }: NonNullable<MigrationSides['blobs']>,
  tracking: TrackingDatabase,
): Promise<boolean> {
  for (const workspaceId of await workspaceIds(tracking)) {
    if ((await target.list(workspaceId, '')).length > 0) return false;
  }
  return true;
}
