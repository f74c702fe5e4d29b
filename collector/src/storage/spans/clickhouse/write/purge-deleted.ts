import { IdleWork } from '../../../../idle-work.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { activeParts, storedTable } from '../schema/table-engine.ts';

/** Tables with something of traces in them. */
const TABLES = ['spans', 'payload_blocks', 'payloads', 'traces', 'late_events', 'trace_duplicates'];
/** After nothing has been taken out for so long: what is taken out together is rewritten once. */
const QUIET_MS = 60_000;
/** Parts may be large, and each is rewritten as a whole: not more often than this. */
const PAUSE_MS = 3_600_000;

interface Partition {
  readonly name: string;
  readonly id: string;
}

/**
 * Has parts rewritten without the rows that are only marked as deleted, one after the other, in which the server takes its
 * own time. It removes the files of what they take the place of some minutes later (`old_parts_lifetime`).
 *
 * @returns in how many partitions there were any
 */
export async function purgeDeleted(database: ClickHouseDatabase): Promise<number> {
  const suffix = database.location.cluster === undefined ? '' : '_local';
  const found = await database.rows<Partition>(
    `SELECT DISTINCT table AS name, partition_id AS id FROM ${activeParts(database.location)} ` +
      `AND has_lightweight_delete AND table IN (${TABLES.map((name) => `'${name}${suffix}'`).join()})`,
  );
  for (const { name, id } of found) {
    const table = TABLES.find((each) => name === `${each}${suffix}`);
    if (table === undefined || !/^\w+$/.test(id)) continue;
    await database.command(
      `ALTER TABLE ${storedTable(table, database.location)} APPLY DELETED MASK IN PARTITION ID '${id}'`,
    );
  }
  return found.length;
}

/** Does so some time after rows have been taken out. */
export class DeletedRows {
  readonly #database: ClickHouseDatabase;
  readonly #soon: IdleWork;
  #lastMs = Number.NEGATIVE_INFINITY;
  #running: Promise<unknown> = Promise.resolve();

  constructor(database: ClickHouseDatabase, quietMs: number = QUIET_MS, pauseMs: number = PAUSE_MS) {
    this.#database = database;
    this.#soon = new IdleWork(quietMs, () => {
      // Too early: it is looked again after as long as before.
      if (performance.now() - this.#lastMs < pauseMs) return this.purgeSoon();
      this.#lastMs = performance.now();
      // What cannot be done now is done when the store is opened again, or rows are taken out.
      this.#running = purgeDeleted(this.#database).catch(() => undefined);
    });
  }

  /** To be called when rows have been, or may have been, taken out. */
  purgeSoon(): void {
    this.#soon.postpone();
  }

  async close(): Promise<void> {
    this.#soon.stop();
    await this.#running;
  }
}
