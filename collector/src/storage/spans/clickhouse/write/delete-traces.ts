import { randomUUID } from 'node:crypto';
import type { Nanos } from '@tracewright/schema';
import { ApiError } from '../../../../errors.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import { deletePayloads } from '../payloads/delete-payloads.ts';
import { RowWriter } from '../row-binary/row-writer.ts';
import { storedTable } from '../schema/table-engine.ts';
import { dropOldTexts } from '../text/drop-old-texts.ts';
import { aroundPlaces } from '../trace-place.ts';
import type { ChangeClock } from './change-clock.ts';
import { noteDeleted } from './deleted-traces.ts';
import { knownTraces } from './known-traces.ts';

/** It goes on by itself once merges are allowed, and what is left is done when traces are taken out once more. */
const WAITS = 'the deletion waits for the database of spans, which does not rewrite its parts: are its merges stopped?';
/** Traces whose late events are taken out by one statement. */
const LOST_AT_ONCE = 10_000;
const OF_WORKSPACE = 'workspace = {workspace:String}';

/** Takes traces out. Their rows are marked, so that nobody sees them any more; merges take them out of the parts. */
export class TraceDeleter {
  readonly #database: ClickHouseDatabase;
  readonly #clock: ChangeClock;

  constructor(database: ClickHouseDatabase, clock: ChangeClock) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * Done once more, it takes out what was left where it broke off. Traces that others wrote to meanwhile are to be mended
   * behind it.
   *
   * @returns how many of the traces were there.
   */
  async delete(workspaceId: string, traceIds: readonly string[]): Promise<number> {
    const ids = new Set(traceIds);
    if (ids.size === 0) return 0;
    const ofTraces = `${OF_WORKSPACE} AND trace_id IN ${idSet(ids, 16)}`;
    await this.#clock.keepUp();
    const known = await knownTraces(this.#database, workspaceId, ids);
    const place = known.size === ids.size ? aroundPlaces([...known.values()].flat()) : ofTraces;
    await this.#deleteFrom('traces', workspaceId, ofTraces);
    await this.#deleteFrom('spans', workspaceId, place);
    await this.#deleteFrom('payloads', workspaceId, place);
    await deletePayloads(this.#database, workspaceId, ids, this.#clock);
    await this.#deleteFrom('late_events', workspaceId, ofTraces);
    await this.#deleteFrom('trace_duplicates', workspaceId, ofTraces);
    await noteDeleted(this.#database, workspaceId, ids);
    if (known.size > 0) await this.#moveOn(workspaceId);
    await dropOldTexts(this.#database);
    return known.size;
  }

  /**
   * Late events of traces of which no span has come. Their ids are looked up first: what a replica deletes it finds out by
   * itself, and a question within the statement might tell each something else, which is why the server refuses it.
   *
   * @returns how many
   */
  async deleteLostEvents(workspaceId: string, receivedBefore: Nanos): Promise<number> {
    const old = `${OF_WORKSPACE} AND received_us < ${receivedBefore / 1_000n}`;
    let count = 0;
    for (;;) {
      const found = await this.#database.read(
        `SELECT trace_id, count() FROM late_events FINAL WHERE ${old} AND trace_id NOT IN ` +
          `(SELECT trace_id FROM traces WHERE ${OF_WORKSPACE}) GROUP BY trace_id LIMIT ${LOST_AT_ONCE}`,
        { workspace: workspaceId },
      );
      const lost = new Map(found.all((row) => [row.id(16), Number(row.uint64())] as const));
      if (lost.size === 0) return count;
      await this.#deleteFrom('late_events', workspaceId, `${old} AND trace_id IN ${idSet(lost.keys(), 16)}`);
      for (const events of lost.values()) count += events;
      if (lost.size < LOST_AT_ONCE) return count;
    }
  }

  /** Where nothing matches, the statement is not run: it would touch parts all the same. */
  async #deleteFrom(table: string, workspaceId: string, condition: string): Promise<void> {
    const params = { workspace: workspaceId };
    const found = await this.#database.rows(`SELECT 1 FROM ${table} WHERE ${condition} LIMIT 1`, params);
    if (found.length === 0) return;
    const stored = storedTable(table, this.#database.location);
    try {
      await this.#database.command(`DELETE FROM ${stored} WHERE ${condition}`, params);
    } catch (error) {
      throw (await this.#isWaiting(table)) ? new ApiError('TEMPORARILY_UNAVAILABLE', WAITS, { cause: error }) : error;
    }
  }

  /** Whether the server has taken on to take rows out of a table, and has not done so: it does that as it merges parts. */
  async #isWaiting(table: string): Promise<boolean> {
    const suffix = this.#database.location.cluster === undefined ? '' : '_local';
    const sql =
      'SELECT 1 FROM system.mutations WHERE database = currentDatabase() AND NOT is_done AND table = {table:String}';
    const waiting = await this.#database.rows(`${sql} LIMIT 1`, { table: table + suffix }).catch(() => []);
    return waiting.length > 0;
  }

  /** No trace has this change; whoever follows changes looks again all the same. */
  async #moveOn(workspaceId: string): Promise<void> {
    const row = new RowWriter();
    row.text(workspaceId);
    row.int64(this.#clock.next());
    const columns = ['workspace', 'change'];
    await this.#database.insert({ table: 'last_changes', columns, rows: row.finish(), token: randomUUID() });
  }
}
