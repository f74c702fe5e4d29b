import { type NanoUsd, toUsd } from '@tracewright/schema';
import { sql } from 'kysely';
import type { RunRow } from '../runs/run-tables.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import { TOTAL_KEYS } from './run-total-keys.ts';

const PARTIAL_TAG = 'tracewright.total_cost.is_partial';

interface Sums {
  readonly traces: number | string;
  readonly latency_ms: number | null;
  readonly llm_calls: number | null;
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly cost_nano_usd: number | null;
  readonly is_cost_partial: number | string | null;
}

/**
 * Writes what the traces of a run add up to among its latest metrics, where a run's other metrics are found, ordered by
 * and read as well. Within a transaction that holds the run.
 */
export async function writeTotals(transaction: TrackingQueries, run: RunRow): Promise<void> {
  const { rows } = await sql<Sums>`select count(*) as traces, avg(latency_ms) as latency_ms,
      sum(llm_calls) as llm_calls, sum(prompt_tokens) as prompt_tokens, sum(completion_tokens) as completion_tokens,
      sum(cost_nano_usd) as cost_nano_usd, max(is_cost_partial) as is_cost_partial
    from run_traces where workspace_id = ${run.workspace_id} and run_id = ${run.run_id}`.execute(transaction);
  const sums = rows[0]!;
  const totals: Readonly<Record<(typeof TOTAL_KEYS)[number], number | null>> = {
    prompt_tokens: sums.prompt_tokens,
    completion_tokens: sums.completion_tokens,
    total_cost_usd: sums.cost_nano_usd === null ? null : toUsd(sums.cost_nano_usd as NanoUsd),
    latency_ms: sums.latency_ms,
    llm_calls: Number(sums.traces) === 0 ? null : sums.llm_calls,
  };
  const own = await loggedByRun(transaction, run);
  for (const key of TOTAL_KEYS) {
    if (own.has(key)) continue;
    if (totals[key] === null) await removeTotal(transaction, run, key);
    else await putTotal(transaction, run, key, totals[key]);
  }
  await notePartial(transaction, run, Number(sums.is_cost_partial ?? 0) > 0);
}

/** Metrics of these names that the run has logged itself: those have chunks. */
async function loggedByRun(transaction: TrackingQueries, run: RunRow): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .selectFrom('metric_chunks')
    .select('key')
    .distinct()
    .where('workspace_id', '=', run.workspace_id)
    .where('run_id', '=', run.run_id)
    .where('key', 'in', TOTAL_KEYS)
    .execute();
  return new Set(rows.map(({ key }) => key));
}

/** At the time of the run's start. */
async function putTotal(transaction: TrackingQueries, run: RunRow, key: string, value: number): Promise<void> {
  const { workspace_id, run_id, experiment, start_ms: timestamp_ms } = run;
  await transaction
    .insertInto('latest_metrics')
    .values({ workspace_id, run_id, key, experiment, value, timestamp_ms, step: 0 })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'run_id', 'key']).doUpdateSet({ value }))
    .execute();
}

async function removeTotal(transaction: TrackingQueries, run: RunRow, key: string): Promise<void> {
  await transaction
    .deleteFrom('latest_metrics')
    .where('workspace_id', '=', run.workspace_id)
    .where('run_id', '=', run.run_id)
    .where('key', '=', key)
    .execute();
}

async function notePartial(transaction: TrackingQueries, run: RunRow, isPartial: boolean): Promise<void> {
  const { workspace_id, run_id } = run;
  if (isPartial) {
    await transaction
      .insertInto('run_tags')
      .values({ workspace_id, run_id, key: PARTIAL_TAG, value: 'true' })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return;
  }
  await transaction
    .deleteFrom('run_tags')
    .where('workspace_id', '=', workspace_id)
    .where('run_id', '=', run_id)
    .where('key', '=', PARTIAL_TAG)
    .execute();
}
