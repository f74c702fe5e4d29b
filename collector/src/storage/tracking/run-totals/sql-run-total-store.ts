import type { RunTrace } from '../../spans/span-store.ts';
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

  async take(workspaceId: string, traces: readonly RunTrace[], cursor?: number): Promise<void> {
    await this.#database.write(async (transaction) => {
      // First, so that of two who take in the same traces one waits for the other's rows.
      await transaction
        .insertInto('run_trace_cursors')
        .values({ workspace_id: workspaceId, change: cursor ?? 0 })
        .onConflict((conflict) =>
          conflict
            .column('workspace_id')
            .doUpdateSet((given) => ({ change: cursor ?? given.ref('run_trace_cursors.change') })),
        )
        .execute();
      const ids = traces.map(({ traceId }) => traceId);
      const before = await this.#runsOf(transaction, workspaceId, ids);
      const links = await linksOf(transaction, workspaceId, ids);
      const rows = traces.flatMap((trace) => rowsOf(workspaceId, trace, links.get(trace.traceId) ?? []));
      await this.#remove(transaction, workspaceId, ids);
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

  async hasLinks(workspaceId: string): Promise<boolean> {
    const link = await this.#database.db
      .selectFrom('trace_runs')
      .select('trace_id')
      .where('workspace_id', '=', workspaceId)
      .limit(1)
      .executeTakeFirst();
    return link !== undefined;
  }

  async linkedAmong(workspaceId: string, traceIds: readonly string[]): Promise<readonly string[]> {
    return [...(await linksOf(this.#database.db, workspaceId, traceIds)).keys()];
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

/** The runs that traces have been linked to, by trace. */
async function linksOf(
  db: TrackingQueries,
  workspaceId: string,
  traceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const links = new Map<string, string[]>();
  for (const part of inParts(traceIds)) {
    const rows = await db
      .selectFrom('trace_runs')
      .select(['trace_id', 'run_id'])
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', 'in', part)
      .execute();
    for (const { trace_id, run_id } of rows) links.set(trace_id, [...(links.get(trace_id) ?? []), run_id]);
  }
  return links;
}

/** One for each of its runs. */
function rowsOf(workspaceId: string, trace: RunTrace, linked: readonly string[]): readonly RunTraceRow[] {
  const known = (count: number): number | null => (count < 0 ? null : count);
  const runIds = new Set(trace.runId === '' ? linked : [trace.runId, ...linked]);
  return [...runIds].map((run_id) => ({
    workspace_id: workspaceId,
    trace_id: trace.traceId,
    run_id,
    latency_ms: trace.status === 'running' ? null : trace.durationUs / 1_000,
    llm_calls: trace.llmCount,
    prompt_tokens: known(trace.inputTokens),
    completion_tokens: known(trace.outputTokens),
    cost_nano_usd: known(trace.costNanoUsd),
    is_cost_partial: trace.isCostPartial ? 1 : 0,
  }));
}
