import { setImmediate } from 'node:timers/promises';
import { type EvaluationError, type EvaluationRow, type Nanos, SCORE_METADATA } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { inParts } from '../in-parts.ts';
import { locking } from '../locking.ts';
import { requireActive } from '../runs/require-run.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { EvaluationRowHead, EvaluationStore, RowContent, RunAssessment } from './evaluation-store.ts';
import type { EvaluationRowRow } from './evaluation-tables.ts';
import { previewOf } from './preview-of.ts';
import { assessmentsOfRun } from './read-assessments.ts';
import { readScoreHeads, writeScoreHeads } from './score-heads.ts';
import { assessmentRows, type ScoredPlace } from './score-rows.ts';

/** Up to eighteen values each, within what a statement takes. */
const ROWS_AT_ONCE = 500;
/** Rows that are made ready together: they may be long, and have hundreds of scores each. */
const ROWS_IN_TURN = 50;

/** In the metadata of what comes with a row. */
const OF_A_ROW = `%"${SCORE_METADATA.row}":%`;

const HEAD = [
  'row_key',
  'trial',
  'place',
  'trace_id',
  'inputs_preview',
  'outputs_preview',
  'expectations_preview',
  'tags',
  'error',
  'duration_ms',
  'scores',
] as const;

/** Evaluations in any SQL database that Kysely speaks. */
export class SqlEvaluationStore implements EvaluationStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async put(workspaceId: string, runId: string, rows: readonly EvaluationRow[]): Promise<readonly string[]> {
    const nowNs = (BigInt(this.#database.nowMs()) * 1_000_000n) as Nanos;
    const place = { workspaceId, runId, nowNs: nowNs.toString().padStart(20, '0') };
    // The last of several under one key stands, as if they had come one after the other.
    const distinct = [...new Map(rows.map((row) => [JSON.stringify([row.key, row.trial]), row])).values()];
    return this.#database.write(async (transaction) => {
      const run = transaction
        .selectFrom('runs')
        .select('lifecycle')
        .where('workspace_id', '=', workspaceId)
        .where('run_id', '=', runId);
      // Of two who send the same rows one waits for the other.
      requireActive(await locking(this.#database, run).executeTakeFirst(), runId);
      const replaced = await removeRows(transaction, workspaceId, runId, distinct);
      await refuseTwice(transaction, workspaceId, runId, distinct);
      for (let from = 0; from < distinct.length; from += ROWS_IN_TURN) {
        await insertRows(transaction, distinct.slice(from, from + ROWS_IN_TURN), place);
      }
      return replaced;
    });
  }

  async heads(workspaceId: string, runId: string): Promise<readonly EvaluationRowHead[]> {
    const rows = await this.#database.db
      .selectFrom('evaluation_rows')
      .leftJoin('run_traces', (join) =>
        join
          .onRef('run_traces.workspace_id', '=', 'evaluation_rows.workspace_id')
          .onRef('run_traces.trace_id', '=', 'evaluation_rows.trace_id')
          .onRef('run_traces.run_id', '=', 'evaluation_rows.run_id'),
      )
      .select(HEAD.map((column) => `evaluation_rows.${column}` as const))
      .select(['run_traces.cost_nano_usd', 'run_traces.prompt_tokens', 'run_traces.completion_tokens'])
      .where('evaluation_rows.workspace_id', '=', workspaceId)
      .where('evaluation_rows.run_id', '=', runId)
      .orderBy('place')
      .orderBy('trial')
      .orderBy('row_key')
      .execute();
    return rows.map((row) => ({
      ...placeOf(row),
      inputs: row.inputs_preview,
      outputs: row.outputs_preview,
      expectations: row.expectations_preview,
      costNanoUsd: row.cost_nano_usd,
      inputTokens: row.prompt_tokens,
      outputTokens: row.completion_tokens,
      scores: readScoreHeads(row.scores),
    }));
  }

  async row(workspaceId: string, runId: string, traceId: string): Promise<EvaluationRow | undefined> {
    const row = await this.#database.db
      .selectFrom('evaluation_rows')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', '=', traceId)
      .where('run_id', '=', runId)
      .executeTakeFirst();
    return row && { ...placeOf(row), ...(JSON.parse(row.content) as RowContent) };
  }

  assessments(workspaceId: string, runId: string): Promise<readonly RunAssessment[]> {
    return assessmentsOfRun(this.#database.db, workspaceId, runId);
  }
}

/** What stands under these keys, with what was said of it. @returns traces of it */
async function removeRows(
  transaction: TrackingQueries,
  workspaceId: string,
  runId: string,
  rows: readonly EvaluationRow[],
): Promise<readonly string[]> {
  const wanted = new Set(rows.map(({ key, trial }) => JSON.stringify([key, trial])));
  const gone: { readonly row_key: string; readonly trial: number; readonly trace_id: string }[] = [];
  for (const keys of inParts(rows.map(({ key }) => key))) {
    const found = await transaction
      .selectFrom('evaluation_rows')
      .select(['row_key', 'trial', 'trace_id'])
      .where('workspace_id', '=', workspaceId)
      .where('run_id', '=', runId)
      .where('row_key', 'in', keys)
      .execute();
    gone.push(...found.filter(({ row_key, trial }) => wanted.has(JSON.stringify([row_key, trial]))));
  }
  const goneIds = gone.map(({ trace_id }) => trace_id);
  for (const traceIds of inParts(goneIds)) {
    for (const table of ['evaluation_rows', 'feedback', 'trace_runs'] as const) {
      await transaction
        .deleteFrom(table)
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', 'in', traceIds)
        .where('run_id', '=', runId)
        // What others have said of the run on this trace is theirs: ours alone name the row.
        .$if(table === 'feedback', (query) => query.where('metadata', 'like', OF_A_ROW))
        .execute();
    }
  }
  return goneIds;
}

async function refuseTwice(
  transaction: TrackingQueries,
  workspaceId: string,
  runId: string,
  rows: readonly EvaluationRow[],
): Promise<void> {
  const seen = new Set<string>();
  for (const { traceId } of rows) {
    if (seen.has(traceId)) throw isTwice(traceId, runId);
    seen.add(traceId);
  }
  for (const traceIds of inParts([...seen])) {
    const other = await transaction
      .selectFrom('evaluation_rows')
      .select('trace_id')
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', 'in', traceIds)
      .where('run_id', '=', runId)
      .executeTakeFirst();
    if (other !== undefined) throw isTwice(other.trace_id, runId);
  }
}

function isTwice(traceId: string, runId: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', `trace ${traceId} would be two rows of evaluation ${runId}`);
}

async function insertRows(
  transaction: TrackingQueries,
  rows: readonly EvaluationRow[],
  place: ScoredPlace,
): Promise<void> {
  const { workspaceId, runId } = place;
  await insertAll(
    transaction,
    'evaluation_rows',
    rows.map((row) => rowOf(workspaceId, runId, row)),
  );
  await insertAll(
    transaction,
    'feedback',
    rows.flatMap((row) => assessmentRows(row, place)),
  );
  const links = rows.map(({ traceId }) => ({ workspace_id: workspaceId, run_id: runId, trace_id: traceId }));
  await insertAll(transaction, 'trace_runs', links);
}

async function insertAll<Row extends object>(
  transaction: TrackingQueries,
  table: 'evaluation_rows' | 'feedback' | 'trace_runs',
  rows: readonly Row[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await transaction
      .insertInto(table)
      .values(rows.slice(from, from + ROWS_AT_ONCE) as never)
      // A trace may belong to the run already.
      .$if(table === 'trace_runs', (query) => query.onConflict((conflict) => conflict.doNothing()))
      .execute();
    // SQLite writes on this thread, and all of them may take seconds: other requests come to their turn.
    await setImmediate();
  }
}

function rowOf(workspaceId: string, runId: string, row: EvaluationRow): EvaluationRowRow {
  const { inputs, outputs, expectations, context, scores } = row;
  return {
    workspace_id: workspaceId,
    run_id: runId,
    row_key: row.key,
    trial: row.trial,
    place: row.index,
    trace_id: row.traceId,
    inputs_preview: previewOf(inputs),
    outputs_preview: previewOf(outputs),
    expectations_preview: previewOf(expectations),
    tags: JSON.stringify(row.tags),
    error: row.error && JSON.stringify(row.error),
    duration_ms: row.durationMs,
    scores: writeScoreHeads(scores),
    content: JSON.stringify({ inputs, outputs, expectations, context, scores } satisfies RowContent),
  };
}

function placeOf(row: Pick<EvaluationRowRow, (typeof HEAD)[number]>) {
  return {
    key: row.row_key,
    trial: row.trial,
    index: row.place,
    traceId: row.trace_id,
    tags: JSON.parse(row.tags) as Record<string, string>,
    error: row.error === null ? null : (JSON.parse(row.error) as EvaluationError),
    durationMs: row.duration_ms,
  };
}
