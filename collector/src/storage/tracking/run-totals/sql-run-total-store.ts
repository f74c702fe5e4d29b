import type { RunTrace, RunTracePage } from '../../spans/span-store.ts';
import { inParts } from '../in-parts.ts';
import { locking } from '../locking.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { RunTotalStore } from './run-total-store.ts';
import type { RunTraceRow } from './run-total-tables.ts';
import { writeTotals } from './write-totals.ts';

/** Nine values each, within what a statement takes. */
const ROWS_AT_ONCE = 500;

/** What runs add up to, in any SQL database that Kysely speaks. */
export class SqlRunTotalStore implements RunTotalStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async cursor(workspaceId: string): Promise<number> {
    const row = await this.#database.db
      .selectFrom('run_trace_cursors')
      .select('change')
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    return row?.change ?? 0;
  }

  async take(workspaceId: string, { traces, cursor }: RunTracePage): Promise<void> {
    await this.#database.write(async (transaction) => {
      // First, so that of two who take in the same traces one waits for the other's rows.
      await transaction
        .insertInto('run_trace_cursors')
        .values({ workspace_id: workspaceId, change: cursor })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ change: cursor }))
        .execute();
      const rows = traces.map((trace) => rowOf(workspaceId, trace));
      const before = await this.#runsOf(
        transaction,
        workspaceId,
        rows.map(({ trace_id }) => trace_id),
      );
      await this.#remove(
        transaction,
        workspaceId,
        rows.map(({ trace_id }) => trace_id),
      );
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        await transaction
          .insertInto('run_traces')
          .values(rows.slice(from, from + ROWS_AT_ONCE))
          .execute();
      }
      await this.#sum(transaction, workspaceId, [...before, ...rows.map(({ run_id }) => run_id)]);
    });
  }

  async forget(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    if ((await this.#runsOf(this.#database.db, workspaceId, traceIds)).length === 0) return;
    await this.#database.write(async (transaction) => {
      const runs = await this.#runsOf(transaction, workspaceId, traceIds);
      await this.#remove(transaction, workspaceId, traceIds);
      await this.#sum(transaction, workspaceId, runs);
    });
  }

  async #runsOf(db: TrackingQueries, workspaceId: string, traceIds: readonly string[]): Promise<readonly string[]> {
    const runs = new Set<string>();
    for (const part of inParts(traceIds)) {
      const rows = await db
        .selectFrom('run_traces')
        .select('run_id')
        .distinct()
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', 'in', part)
        .execute();
      for (const { run_id } of rows) runs.add(run_id);
    }
    return [...runs];
  }

  async #remove(transaction: TrackingQueries, workspaceId: string, traceIds: readonly string[]): Promise<void> {
    for (const part of inParts(traceIds)) {
      await transaction
        .deleteFrom('run_traces')
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', 'in', part)
        .execute();
    }
  }

  async #sum(transaction: TrackingQueries, workspaceId: string, runIds: readonly string[]): Promise<void> {
    // Always in the same order, so that two who do this do not wait for each other.
    for (const runId of [...new Set(runIds)].sort()) {
      const query = transaction
        .selectFrom('runs')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('run_id', '=', runId);
      const run = await locking(this.#database, query).executeTakeFirst();
      if (run !== undefined) await writeTotals(transaction, run);
    }
  }
}

function rowOf(workspaceId: string, trace: RunTrace): RunTraceRow {
  const known = (count: number): number | null => (count < 0 ? null : count);
  return {
    workspace_id: workspaceId,
    trace_id: trace.traceId,
    run_id: trace.runId,
    latency_ms: trace.status === 'running' ? null : trace.durationUs / 1_000,
    llm_calls: trace.llmCount,
    prompt_tokens: known(trace.inputTokens),
    completion_tokens: known(trace.outputTokens),
    cost_nano_usd: known(trace.costNanoUsd),
    is_cost_partial: trace.isCostPartial ? 1 : 0,
  };
}
