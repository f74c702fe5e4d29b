import { isDeepStrictEqual } from 'node:util';
import type { NewOnlineScorer } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { locking } from '../locking.ts';
import { nextVersionMs } from '../next-version.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { OnlineScorerStore, ScorerDay, ScorerFailure, StoredScorer } from './online-scorer-store.ts';
import type { OnlineDayRow, OnlineScorerRow } from './online-tables.ts';

/** Scorers in any SQL database that Kysely speaks. */
export class SqlOnlineScorerStore implements OnlineScorerStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  create(workspaceId: string, id: string, scorer: NewOnlineScorer): Promise<StoredScorer> {
    const nowMs = this.#database.nowMs();
    const row: OnlineScorerRow = {
      workspace_id: workspaceId,
      scorer_id: id,
      version: 1,
      definition: JSON.stringify(scorer),
      paused_reason: null,
      failures_in_row: 0,
      created_ms: nowMs,
      updated_ms: nowMs,
    };
    return this.#database.write(async (transaction) => {
      await transaction.insertInto('online_scorers').values(row).execute();
      return storedScorer(row);
    });
  }

  replace(workspaceId: string, id: string, scorer: NewOnlineScorer, seenMs?: number): Promise<StoredScorer> {
    return this.#database.write(async (transaction) => {
      const query = scorerQuery(transaction, workspaceId, id);
      const before = required(await locking(this.#database, query).executeTakeFirst(), id);
      const known = storedScorer(before);
      const isSame = known.name === scorer.name && isDeepStrictEqual(known.rule, scorer.rule);
      const row: OnlineScorerRow = {
        ...before,
        version: isSame ? before.version : before.version + 1,
        definition: JSON.stringify(scorer),
        paused_reason: null,
        failures_in_row: 0,
        updated_ms: nextVersionMs(before.updated_ms, seenMs, this.#database.nowMs(), 'the scorer'),
      };
      await transaction
        .updateTable('online_scorers')
        .set(row)
        .where('workspace_id', '=', workspaceId)
        .where('scorer_id', '=', id)
        .execute();
      return storedScorer(row);
    });
  }

  async remove(workspaceId: string, id: string, seenMs?: number): Promise<void> {
    await this.#database.write(async (transaction) => {
      const query = scorerQuery(transaction, workspaceId, id);
      const { updated_ms } = required(await locking(this.#database, query).executeTakeFirst(), id);
      nextVersionMs(updated_ms, seenMs, this.#database.nowMs(), 'the scorer');
      for (const table of [
        'online_scorers',
        'online_waiting',
        'online_results',
        'online_days',
        'online_backfills',
      ] as const) {
        await transaction
          .deleteFrom(table)
          .where('workspace_id', '=', workspaceId)
          .where('scorer_id', '=', id)
          .execute();
      }
    });
  }

  async get(workspaceId: string, id: string): Promise<StoredScorer> {
    return storedScorer(required(await scorerQuery(this.#database.db, workspaceId, id).executeTakeFirst(), id));
  }

  async find(workspaceId: string, id: string): Promise<StoredScorer | undefined> {
    const row = await scorerQuery(this.#database.db, workspaceId, id).executeTakeFirst();
    return row && storedScorer(row);
  }

  async list(workspaceId: string): Promise<readonly StoredScorer[]> {
    const rows = await this.#database.db
      .selectFrom('online_scorers')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .execute();
    return rows.map(storedScorer).sort((a, b) => compareTexts(a.name, b.name) || compareTexts(a.id, b.id));
  }

  async workspaces(): Promise<readonly string[]> {
    const rows = await this.#database.db.selectFrom('online_scorers').select('workspace_id').distinct().execute();
    return rows.map(({ workspace_id }) => workspace_id);
  }

  async pause(workspaceId: string, id: string, version: number, reason: string): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('online_scorers')
        .set({ paused_reason: reason })
        .where('workspace_id', '=', workspaceId)
        .where('scorer_id', '=', id)
        .where('version', '=', version)
        .where('paused_reason', 'is', null)
        .execute(),
    );
  }

  async days(workspaceId: string, since: string): Promise<ReadonlyMap<string, readonly ScorerDay[]>> {
    const rows = await this.#database.db
      .selectFrom('online_days')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('day', '>=', since)
      .orderBy('day')
      .execute();
    const byScorer = Map.groupBy(rows, ({ scorer_id }) => scorer_id);
    return new Map([...byScorer].map(([id, days]) => [id, days.map(scorerDay)]));
  }

  async failures(workspaceId: string, id: string, limit: number): Promise<readonly ScorerFailure[]> {
    const rows = await this.#database.db
      .selectFrom('online_results')
      .select(['trace_id', 'error_code', 'error_message', 'at_ms'])
      .where('workspace_id', '=', workspaceId)
      .where('scorer_id', '=', id)
      .where('outcome', '=', 'error')
      .orderBy('at_ms', 'desc')
      .orderBy('trace_id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      traceId: row.trace_id,
      code: row.error_code ?? '',
      message: row.error_message,
      atMs: row.at_ms,
    }));
  }

  async waiting(workspaceId: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.db
      .selectFrom('online_waiting')
      .select((of) => ['scorer_id' as const, of.fn.countAll<number>().as('count')])
      .where('workspace_id', '=', workspaceId)
      .groupBy('scorer_id')
      .execute();
    return new Map(rows.map(({ scorer_id, count }) => [scorer_id, Number(count)]));
  }
}

function scorerQuery(db: TrackingQueries, workspaceId: string, id: string) {
  return db
    .selectFrom('online_scorers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('scorer_id', '=', id);
}

function required(row: OnlineScorerRow | undefined, id: string): OnlineScorerRow {
  if (row === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no scorer ${id}`);
  return row;
}

function storedScorer(row: OnlineScorerRow): StoredScorer {
  return {
    ...(JSON.parse(row.definition) as NewOnlineScorer),
    id: row.scorer_id,
    version: row.version,
    pausedReason: row.paused_reason,
    failuresInRow: row.failures_in_row,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
  };
}

function scorerDay(row: OnlineDayRow): ScorerDay {
  return {
    day: row.day,
    scored: row.scored,
    errors: row.errors,
    overBudget: row.over_budget,
    calls: row.calls,
    tokens: row.tokens,
    costNanoUsd: row.cost_nano_usd,
    unpricedCalls: row.unpriced_calls,
    numbers: row.numbers,
    numberSum: row.number_sum,
    judged: row.judged,
    passed: row.passed,
  };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
