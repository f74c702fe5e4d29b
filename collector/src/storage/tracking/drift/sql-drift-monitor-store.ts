import { isDeepStrictEqual } from 'node:util';
import type { DriftReading, NewDriftMonitor } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { locking } from '../locking.ts';
import { momentSooner } from '../moment-sooner.ts';
import { nextVersionMs } from '../next-version.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { DriftMonitorStore, StoredMonitor } from './drift-monitor-store.ts';
import type { DriftMonitorRow } from './drift-tables.ts';

/** Of each monitor; older ones go. */
const MAX_READINGS = 1_000;

/** Monitors in any SQL database that Kysely speaks. */
export class SqlDriftMonitorStore implements DriftMonitorStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  create(workspaceId: string, id: string, monitor: NewDriftMonitor): Promise<StoredMonitor> {
    const nowMs = this.#database.nowMs();
    const row: DriftMonitorRow = {
      ...{ workspace_id: workspaceId, monitor_id: id, definition: JSON.stringify(monitor) },
      ...{ problem: null, next_ms: nowMs, created_ms: nowMs, updated_ms: nowMs },
    };
    return this.#database.write(async (transaction) => {
      await transaction.insertInto('drift_monitors').values(row).execute();
      return storedMonitor(row);
    });
  }

  replace(workspaceId: string, id: string, monitor: NewDriftMonitor, seenMs?: number): Promise<StoredMonitor> {
    const nowMs = this.#database.nowMs();
    return this.#database.write(async (transaction) => {
      const query = monitorQuery(transaction, workspaceId, id);
      const before = storedMonitor(required(await locking(this.#database, query).executeTakeFirst(), id));
      const updated_ms = nextVersionMs(before.updatedMs, seenMs, nowMs, 'the monitor');
      const row = await transaction
        .updateTable('drift_monitors')
        .set({ definition: JSON.stringify(monitor), problem: null, next_ms: nowMs, updated_ms })
        .where('workspace_id', '=', workspaceId)
        .where('monitor_id', '=', id)
        .returningAll()
        .executeTakeFirst();
      if (!isDeepStrictEqual(compared(before), compared(monitor))) await removeReadings(transaction, workspaceId, id);
      return storedMonitor(required(row, id));
    });
  }

  async remove(workspaceId: string, id: string, seenMs?: number): Promise<void> {
    await this.#database.write(async (transaction) => {
      const query = monitorQuery(transaction, workspaceId, id);
      const { updated_ms } = required(await locking(this.#database, query).executeTakeFirst(), id);
      nextVersionMs(updated_ms, seenMs, this.#database.nowMs(), 'the monitor');
      await removeReadings(transaction, workspaceId, id);
      await transaction
        .deleteFrom('drift_monitors')
        .where('workspace_id', '=', workspaceId)
        .where('monitor_id', '=', id)
        .execute();
    });
  }

  async list(workspaceId: string): Promise<readonly StoredMonitor[]> {
    const rows = await this.#database.db
      .selectFrom('drift_monitors')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .execute();
    return rows.map(storedMonitor).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  async due(nowMs: number, limit: number): Promise<readonly StoredMonitor[]> {
    const rows = await this.#database.db
      .selectFrom('drift_monitors')
      .selectAll()
      .where('next_ms', '<=', nowMs)
      .orderBy('next_ms')
      .orderBy('monitor_id')
      .limit(limit)
      .execute();
    return rows.map(storedMonitor);
  }

  async nextMs(): Promise<number | undefined> {
    const row = await this.#database.db
      .selectFrom('drift_monitors')
      .select(({ fn }) => fn.min('next_ms').as('next_ms'))
      .executeTakeFirst();
    return row?.next_ms == null ? undefined : Number(row.next_ms);
  }

  async record(workspaceId: string, id: string, nextMs: number, reading: DriftReading | undefined): Promise<void> {
    await this.#database.write(async (transaction) => {
      if (!(await setNext(transaction, workspaceId, id, nextMs, null)) || reading === undefined) return;
      const at_ms = Number(BigInt(reading.atNs) / 1_000_000n);
      await transaction
        .insertInto('drift_readings')
        .values({ workspace_id: workspaceId, monitor_id: id, at_ms, reading: JSON.stringify(reading) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const oldest = await transaction
        .selectFrom('drift_readings')
        .select('at_ms')
        .where('workspace_id', '=', workspaceId)
        .where('monitor_id', '=', id)
        .orderBy('at_ms', 'desc')
        .offset(MAX_READINGS)
        .limit(1)
        .executeTakeFirst();
      if (oldest === undefined) return;
      await transaction
        .deleteFrom('drift_readings')
        .where('workspace_id', '=', workspaceId)
        .where('monitor_id', '=', id)
        .where('at_ms', '<=', oldest.at_ms)
        .execute();
    });
  }

  async bringForward(byMs: number, latestMs: number): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('drift_monitors')
        .set({ next_ms: momentSooner('next_ms', byMs, latestMs) })
        .where('next_ms', '>', byMs > 0 ? 0 : Math.round(latestMs))
        .execute(),
    );
  }

  async noteProblem(workspaceId: string, id: string, nextMs: number, problem: string): Promise<void> {
    await this.#database.write((transaction) => setNext(transaction, workspaceId, id, nextMs, problem));
  }

  async readings(
    workspaceId: string,
    id: string,
    limit: number,
    untilMs: number = Number.MAX_SAFE_INTEGER,
  ): Promise<readonly DriftReading[]> {
    const rows = await this.#database.db
      .selectFrom('drift_readings')
      .select('reading')
      .where('workspace_id', '=', workspaceId)
      .where('monitor_id', '=', id)
      .where('at_ms', '<=', untilMs)
      .orderBy('at_ms', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ reading }) => JSON.parse(reading) as DriftReading).reverse();
  }
}

/** What decides its readings. */
function compared({ subject, filter, windowMs, reference, embeddings }: NewDriftMonitor): object {
  return { subject, filter, windowMs, reference, embeddings };
}

async function setNext(
  transaction: TrackingQueries,
  workspaceId: string,
  id: string,
  nextMs: number,
  problem: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('drift_monitors')
    .set({ next_ms: nextMs, problem })
    .where('workspace_id', '=', workspaceId)
    .where('monitor_id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

async function removeReadings(transaction: TrackingQueries, workspaceId: string, id: string): Promise<void> {
  await transaction
    .deleteFrom('drift_readings')
    .where('workspace_id', '=', workspaceId)
    .where('monitor_id', '=', id)
    .execute();
}

function monitorQuery(db: TrackingQueries, workspaceId: string, id: string) {
  return db
    .selectFrom('drift_monitors')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('monitor_id', '=', id);
}

function required(row: DriftMonitorRow | undefined, id: string): DriftMonitorRow {
  if (row === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no monitor ${id}`);
  return row;
}

function storedMonitor(row: DriftMonitorRow): StoredMonitor {
  return {
    ...(JSON.parse(row.definition) as NewDriftMonitor),
    workspaceId: row.workspace_id,
    id: row.monitor_id,
    problem: row.problem,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
  };
}
