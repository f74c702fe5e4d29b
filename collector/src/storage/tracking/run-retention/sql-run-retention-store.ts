import { type Expression, type SqlBool, sql } from 'kysely';
import { experimentNumber } from '../experiments/require-experiment.ts';
import { inParts } from '../in-parts.ts';
import { isBehind, orderBy, type PageKey } from '../keyset.ts';
import { runInfo } from '../runs/read-runs.ts';
import type { RunRow } from '../runs/run-tables.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { deleteRunRows, type MadeModel, modelsOfRuns } from './delete-runs.ts';
import { heldRuns } from './held-runs.ts';
import type { RunDeletionRow } from './run-deletion-tables.ts';
import type { KeepTag, OldRun, OldRuns, RunDeletion, RunRetentionStore } from './run-retention-store.ts';

/** Runs that are looked at together. */
const PAGE = 500;

/** A run that was never said to have ended at a time, or before it began, has ended when it began. */
const ENDED = sql<number>`case when runs.end_ms > runs.start_ms then runs.end_ms else runs.start_ms end`;
const ORDER = [
  { expression: ENDED, isDescending: false },
  { expression: sql.ref('runs.run_id'), isDescending: false },
];

/** Takes runs out of any SQL database that Kysely speaks. */
export class SqlRunRetentionStore implements RunRetentionStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async count(workspaceId: string): Promise<number> {
    const { count } = await this.#database.db
      .selectFrom('runs')
      .select((of) => of.fn.countAll<number>().as('count'))
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  async listOld(workspaceId: string, old: OldRuns, limit: number): Promise<readonly OldRun[]> {
    const { db } = this.#database;
    const rows = await oldRuns(db, workspaceId, old, limit);
    const made = new Map<string, MadeModel[]>();
    for (const runIds of inParts(rows.map(({ run_id }) => run_id))) {
      for (const [runId, models] of Map.groupBy(await modelsOfRuns(db, workspaceId, runIds), (model) => model.runId)) {
        made.set(runId, models);
      }
    }
    return rows.map((row) => ({ ...runInfo(row), artifactUris: artifactUris(row, made.get(row.run_id) ?? []) }));
  }

  deleteOld(workspaceId: string, old: OldRuns, limit: number, reason: string): Promise<readonly RunDeletion[]> {
    // Looked for in the same transaction: nobody can come to need one of them meanwhile.
    return this.#database.write(async (transaction) => {
      const runs = await oldRuns(transaction, workspaceId, old, Math.min(limit, PAGE));
      if (runs.length === 0) return [];
      const runIds = runs.map(({ run_id }) => run_id);
      const models = await modelsOfRuns(transaction, workspaceId, runIds);
      const deletedMs = this.#database.nowMs();
      const rows = runs.map((run): RunDeletionRow => {
        const made = models.filter(({ runId }) => runId === run.run_id);
        const { workspace_id, run_id, experiment, name, status, start_ms, end_ms } = run;
        const artifact_uris = JSON.stringify(artifactUris(run, made));
        return {
          ...{ workspace_id, run_id, experiment, name, status, start_ms, end_ms },
          ...{ deleted_ms: deletedMs, reason, artifact_uris },
        };
      });
      for (const row of rows) await transaction.insertInto('run_deletions').values(row).execute();
      await deleteRunRows(
        transaction,
        workspaceId,
        runIds,
        models.map(({ id }) => id),
      );
      return rows.map(deletionOf);
    });
  }

  async listDeleted(workspaceId: string, limit: number): Promise<readonly RunDeletion[]> {
    const rows = await this.#deletions(workspaceId)
      .orderBy('deleted_ms', 'desc')
      .orderBy('run_id')
      .limit(limit)
      .execute();
    return rows.map(deletionOf);
  }

  async listWithArtifacts(workspaceId: string, limit: number): Promise<readonly RunDeletion[]> {
    const rows = await this.#deletions(workspaceId).where('artifact_uris', '!=', '[]').limit(limit).execute();
    return rows.map(deletionOf);
  }

  async noteArtifactsGone(workspaceId: string, runId: string): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('run_deletions')
        .set({ artifact_uris: '[]' })
        .where('workspace_id', '=', workspaceId)
        .where('run_id', '=', runId)
        .execute(),
    );
  }

  #deletions(workspaceId: string) {
    return this.#database.db.selectFrom('run_deletions').selectAll().where('workspace_id', '=', workspaceId);
  }
}

function artifactUris({ artifact_uri }: RunRow, made: readonly MadeModel[]): readonly string[] {
  return [artifact_uri, ...made.map(({ artifactUri }) => artifactUri)];
}

async function oldRuns(
  db: TrackingQueries,
  workspaceId: string,
  old: OldRuns,
  limit: number,
): Promise<readonly RunRow[]> {
  const held = await heldRuns(db, workspaceId);
  const found: RunRow[] = [];
  let after: PageKey | undefined;
  do {
    const { rows } = await sql<RunRow>`select runs.* from runs where ${sql.join(
      [
        sql<SqlBool>`runs.workspace_id = ${workspaceId}`,
        sql<SqlBool>`runs.status in ('FINISHED', 'FAILED', 'KILLED')`,
        sql<SqlBool>`${ENDED} < ${old.endedBeforeMs}`,
        ...experimentConditions(old.experiments),
        ...old.keepTags.map((tag) => sql<SqlBool>`not ${hasTag(tag)}`),
        ...(after === undefined ? [] : [isBehind(ORDER, after)]),
      ],
      sql` and `,
    )} order by ${orderBy(ORDER)} limit ${PAGE}`.execute(db);
    found.push(...rows.filter(({ run_id }) => !held.has(run_id)));
    const last = rows.at(-1);
    after = rows.length < PAGE || last === undefined ? undefined : [endedMs(last), last.run_id];
  } while (after !== undefined && found.length < limit);
  return found.slice(0, limit);
}

/** As {@link ENDED} has it. */
function endedMs({ start_ms, end_ms }: RunRow): number {
  return Math.max(start_ms, end_ms ?? start_ms);
}

function experimentConditions(experiments: OldRuns['experiments']): readonly Expression<SqlBool>[] {
  const ids = 'only' in experiments ? experiments.only : experiments.except;
  const numbers = ids.map(experimentNumber).filter((number) => number !== undefined);
  if ('only' in experiments) {
    return [numbers.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`runs.experiment in (${sql.join(numbers)})`];
  }
  return numbers.length === 0 ? [] : [sql<SqlBool>`runs.experiment not in (${sql.join(numbers)})`];
}

function hasTag({ key, value }: KeepTag): Expression<SqlBool> {
  // Python writes `True`.
  const isValue =
    value === undefined
      ? sql<SqlBool>`lower(run_tags.value) != 'false'`
      : sql<SqlBool>`lower(run_tags.value) = ${value.toLowerCase()}`;
  return sql<SqlBool>`exists (select 1 from run_tags where run_tags.workspace_id = runs.workspace_id
    and run_tags.run_id = runs.run_id and run_tags.key = ${key} and ${isValue})`;
}

function deletionOf(row: RunDeletionRow): RunDeletion {
  return {
    runId: row.run_id,
    experimentId: String(row.experiment),
    name: row.name,
    startMs: row.start_ms,
    endMs: row.end_ms ?? undefined,
    deletedMs: row.deleted_ms,
    reason: row.reason,
    artifactUris: JSON.parse(row.artifact_uris) as string[],
  };
}
