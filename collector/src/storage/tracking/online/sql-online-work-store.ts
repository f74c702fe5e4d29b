import { sql } from 'kysely';
import { inParts } from '../in-parts.ts';
import { momentSooner } from '../moment-sooner.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { addToDay } from './add-to-day.ts';
import { backfillOf, padded, placeOf } from './backfill-rows.ts';
import { saidOf, usedOf } from './day-counts.ts';
import type {
  Backfill,
  DailyLimit,
  NewWaiting,
  OnlineWorkStore,
  ScoringOutcome,
  UsedUp,
  WaitingTrace,
} from './online-work-store.ts';
import { doneAmong, keyOf, pruneResults } from './stored-results.ts';

/** Six values each, within what a statement takes. */
const ROWS_AT_ONCE = 500;

/** What scorers have to do, in any SQL database that Kysely speaks. */
export class SqlOnlineWorkStore implements OnlineWorkStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async cursor(workspaceId: string): Promise<number | undefined> {
    const row = await this.#database.db
      .selectFrom('online_cursors')
      .select('change')
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    return row?.change;
  }

  async enqueue(workspaceId: string, traces: readonly NewWaiting[], cursor?: number): Promise<void> {
    const nowMs = this.#database.nowMs();
    await this.#database.write(async (transaction) => {
      for (let from = 0; from < traces.length; from += ROWS_AT_ONCE) {
        const part = traces.slice(from, from + ROWS_AT_ONCE);
        const done = await doneAmong(transaction, workspaceId, part);
        const fresh = part.filter((trace) => !done.has(keyOf(trace)));
        if (fresh.length === 0) continue;
        await transaction
          .insertInto('online_waiting')
          .values(
            fresh.map(({ scorerId, traceId, dueMs }) => ({
              workspace_id: workspaceId,
              scorer_id: scorerId,
              trace_id: traceId,
              due_ms: dueMs,
              since_ms: nowMs,
              attempts: 0,
            })),
          )
          .onConflict((conflict) =>
            conflict.columns(['workspace_id', 'scorer_id', 'trace_id']).doUpdateSet({
              due_ms: sql<number>`case when excluded.due_ms > online_waiting.due_ms
                then excluded.due_ms else online_waiting.due_ms end`,
            }),
          )
          .execute();
      }
      if (cursor === undefined) return;
      await transaction
        .insertInto('online_cursors')
        .values({ workspace_id: workspaceId, change: cursor })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ change: cursor }))
        .execute();
    });
  }

  async waitingCount(workspaceId: string, scorerIds: readonly string[]): Promise<number> {
    if (scorerIds.length === 0) return 0;
    const { count } = await this.#database.db
      .selectFrom('online_waiting')
      .select((of) => of.fn.countAll<number>().as('count'))
      .where('workspace_id', '=', workspaceId)
      .where('scorer_id', 'in', scorerIds)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  async due(
    workspaceId: string,
    scorerIds: readonly string[],
    nowMs: number,
    limit: number,
  ): Promise<readonly WaitingTrace[]> {
    if (scorerIds.length === 0) return [];
    const rows = await this.#database.db
      .selectFrom('online_waiting')
      .select(['scorer_id', 'trace_id', 'since_ms', 'attempts'])
      .where('workspace_id', '=', workspaceId)
      .where('scorer_id', 'in', scorerIds)
      .where('due_ms', '<=', nowMs)
      .orderBy('due_ms')
      .orderBy('trace_id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      scorerId: row.scorer_id,
      traceId: row.trace_id,
      sinceMs: row.since_ms,
      attempts: row.attempts,
    }));
  }

  async bringForward(byMs: number, latestMs: number): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('online_waiting')
        .set({ due_ms: momentSooner('due_ms', byMs, latestMs) })
        .where('due_ms', '>', byMs > 0 ? 0 : Math.round(latestMs))
        .execute(),
    );
  }

  async postpone(workspaceId: string, trace: WaitingTrace, dueMs: number, isAttempt: boolean): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('online_waiting')
        .set({ due_ms: dueMs, attempts: trace.attempts + (isAttempt ? 1 : 0) })
        .where('workspace_id', '=', workspaceId)
        .where('scorer_id', '=', trace.scorerId)
        .where('trace_id', '=', trace.traceId)
        .execute(),
    );
  }

  async drop(workspaceId: string, scorerId: string, traceIds: readonly string[]): Promise<void> {
    if (traceIds.length === 0) return;
    await this.#database.write(async (transaction) => {
      for (const part of inParts(traceIds)) {
        await transaction
          .deleteFrom('online_waiting')
          .where('workspace_id', '=', workspaceId)
          .where('scorer_id', '=', scorerId)
          .where('trace_id', 'in', part)
          .execute();
      }
    });
  }

  reserveCall(workspaceId: string, scorerId: string, day: string, limit: DailyLimit): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const place = { workspaceId, scorerId, day };
      await addToDay(transaction, place, {});
      const { numUpdatedRows } = await transaction
        .updateTable('online_days')
        .set({ calls: sql<number>`calls + 1` })
        .where('workspace_id', '=', workspaceId)
        .where('scorer_id', '=', scorerId)
        .where('day', '=', day)
        .$if(limit.calls !== null, (query) => query.where('calls', '<', limit.calls!))
        .$if(limit.nanoUsd !== null, (query) => query.where('cost_nano_usd', '<', limit.nanoUsd!))
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    });
  }

  async releaseCall(workspaceId: string, scorerId: string, day: string): Promise<void> {
    await this.#database.write((transaction) => addToDay(transaction, { workspaceId, scorerId, day }, { calls: -1 }));
  }

  async addUsage(
    workspaceId: string,
    { scorerId, day }: { readonly scorerId: string; readonly day: string },
    used: UsedUp,
  ): Promise<void> {
    await this.#database.write((transaction) => addToDay(transaction, { workspaceId, scorerId, day }, usedOf(used)));
  }

  finish(
    workspaceId: string,
    done: Parameters<OnlineWorkStore['finish']>[1],
    outcome: ScoringOutcome,
    used: UsedUp,
  ): Promise<number> {
    const { scorerId, version, traceId, day } = done;
    return this.#database.write(async (transaction) => {
      const { numInsertedOrUpdatedRows = 0n } = await transaction
        .insertInto('online_results')
        .values({
          workspace_id: workspaceId,
          scorer_id: scorerId,
          version,
          trace_id: traceId,
          outcome: outcome.type,
          error_code: outcome.type === 'error' ? outcome.code : null,
          error_message: outcome.type === 'error' ? outcome.message : null,
          at_ms: this.#database.nowMs(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      const isFirst = numInsertedOrUpdatedRows > 0n;
      // What was used was used, whoever was first.
      await addToDay(transaction, { workspaceId, scorerId, day }, { ...usedOf(used), ...(isFirst && saidOf(outcome)) });
      await transaction
        .deleteFrom('online_waiting')
        .where('workspace_id', '=', workspaceId)
        .where('scorer_id', '=', scorerId)
        .where('trace_id', '=', traceId)
        .execute();
      if (!isFirst || outcome.type === 'overBudget') return 0;
      return countFailures(transaction, workspaceId, scorerId, outcome.type === 'error');
    });
  }

  async addBackfill(workspaceId: string, backfill: Backfill): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .insertInto('online_backfills')
        .values({
          workspace_id: workspaceId,
          backfill_id: backfill.id,
          scorer_id: backfill.scorerId,
          filter: backfill.filter,
          from_ns: padded(backfill.fromNs),
          to_ns: padded(backfill.toNs),
          ...placeOf(backfill.after),
        })
        .execute(),
    );
  }

  async backfills(workspaceId: string): Promise<readonly Backfill[]> {
    const rows = await this.#database.db
      .selectFrom('online_backfills')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('backfill_id')
      .execute();
    return rows.map(backfillOf);
  }

  async moveBackfill(workspaceId: string, id: string, after: Backfill['after']): Promise<void> {
    await this.#database.write(async (transaction) => {
      if (after === undefined) {
        await transaction
          .deleteFrom('online_backfills')
          .where('workspace_id', '=', workspaceId)
          .where('backfill_id', '=', id)
          .execute();
        return;
      }
      await transaction
        .updateTable('online_backfills')
        .set(placeOf(after))
        .where('workspace_id', '=', workspaceId)
        .where('backfill_id', '=', id)
        .execute();
    });
  }

  prune(workspaceId: string, olderThanMs: number): Promise<void> {
    return pruneResults(this.#database, workspaceId, olderThanMs);
  }
}

async function countFailures(
  transaction: TrackingQueries,
  workspaceId: string,
  scorerId: string,
  isFailure: boolean,
): Promise<number> {
  const row = await transaction
    .updateTable('online_scorers')
    .set({ failures_in_row: isFailure ? sql<number>`failures_in_row + 1` : 0 })
    .where('workspace_id', '=', workspaceId)
    .where('scorer_id', '=', scorerId)
    .returning('failures_in_row')
    .executeTakeFirst();
  return row?.failures_in_row ?? 0;
}
