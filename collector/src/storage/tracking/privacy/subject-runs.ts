import type { Erasure } from '@tracewright/schema';
import { inParts } from '../in-parts.ts';
import type { TrackingDatabase } from '../tracking-database.ts';

/** Tags by which apps say whom a run is about. `mlflow.user` is not among them: it names who has started the run. */
export const SUBJECT_KEYS: Readonly<Record<Erasure['of'], readonly string[]>> = {
  user: ['user', 'user_id', 'user.id', 'userId', 'enduser.id', 'mlflow.trace.user'],
  session: ['session', 'session_id', 'session.id', 'sessionId', 'thread_id', 'conversation_id', 'mlflow.trace.session'],
};
/** By which MLflow finds the tables of a run. */
const TABLES_TAG = 'mlflow.loggedArtifacts';

export interface RunPlace {
  readonly runId: string;
  readonly artifactUri: string;
}

/** A run that has logged tables. */
export interface RunWithTables extends RunPlace {
  /** What its tag says of them. */
  readonly tag: string;
}

/** Runs that are about a user or session, or may tell of them. Contract: `privacy-stores.contract.ts`. */
export class SubjectRuns {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  /** Those whose tags say that they are about them, deleted ones too. */
  async about(workspaceId: string, of: Erasure['of'], subject: string): Promise<readonly RunPlace[]> {
    const rows = await this.#database.db
      .selectFrom('runs')
      .select(['run_id', 'artifact_uri'])
      .where('workspace_id', '=', workspaceId)
      .where('run_id', 'in', (from) =>
        from
          .selectFrom('run_tags')
          .select('run_tags.run_id')
          .where('run_tags.workspace_id', '=', workspaceId)
          .where('key', 'in', SUBJECT_KEYS[of])
          .where('value', '=', subject),
      )
      .orderBy('run_id')
      .execute();
    return rows.map(({ run_id, artifact_uri }) => ({ runId: run_id, artifactUri: artifact_uri }));
  }

  /** Takes the tags away that say so. */
  async forget(workspaceId: string, of: Erasure['of'], subject: string): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .deleteFrom('run_tags')
        .where('workspace_id', '=', workspaceId)
        .where('key', 'in', SUBJECT_KEYS[of])
        .where('value', '=', subject)
        .execute(),
    );
  }

  /** Those that name them anywhere else: as who has started the run, in another tag or in a parameter. */
  async naming(workspaceId: string, of: Erasure['of'], subject: string): Promise<readonly string[]> {
    const { db } = this.#database;
    const started = await db
      .selectFrom('runs')
      .select('run_id')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', subject)
      .execute();
    const tagged = await db
      .selectFrom('run_tags')
      .select('run_id')
      .where('workspace_id', '=', workspaceId)
      .where('key', 'not in', SUBJECT_KEYS[of])
      .where('value', '=', subject)
      .execute();
    const given = await db
      .selectFrom('run_params')
      .select('run_id')
      .where('workspace_id', '=', workspaceId)
      .where('value', '=', subject)
      .execute();
    return [...new Set([...started, ...tagged, ...given].map(({ run_id }) => run_id))].sort();
  }

  /** Those that traces belong to: what they have logged may have been made from them. */
  async ofTraces(workspaceId: string, traceIds: readonly string[]): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const ids of inParts(traceIds)) {
      for (const table of ['trace_runs', 'evaluation_rows'] as const) {
        const rows = await this.#database.db
          .selectFrom(table)
          .select('run_id')
          .distinct()
          .where('workspace_id', '=', workspaceId)
          .where('trace_id', 'in', ids)
          .execute();
        for (const { run_id } of rows) if (run_id) found.add(run_id);
      }
    }
    return [...found].sort();
  }

  async withTables(workspaceId: string): Promise<readonly RunWithTables[]> {
    const rows = await this.#database.db
      .selectFrom('run_tags')
      .innerJoin('runs', (join) =>
        join.onRef('runs.workspace_id', '=', 'run_tags.workspace_id').onRef('runs.run_id', '=', 'run_tags.run_id'),
      )
      .select(['runs.run_id', 'runs.artifact_uri', 'run_tags.value'])
      .where('run_tags.workspace_id', '=', workspaceId)
      .where('run_tags.key', '=', TABLES_TAG)
      .orderBy('runs.run_id')
      .execute();
    return rows.map(({ run_id, artifact_uri, value }) => ({ runId: run_id, artifactUri: artifact_uri, tag: value }));
  }
}
