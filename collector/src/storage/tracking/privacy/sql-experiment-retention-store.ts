import type { ExperimentRetention } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { experimentNumber, noExperiment } from '../experiments/require-experiment.ts';
import { locking } from '../locking.ts';
import { changedSince, nextVersionMs } from '../next-version.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { ExperimentRetentionStore } from './experiment-retention-store.ts';
import type { ExperimentRetentionRow } from './privacy-tables.ts';

/** Retention by experiment in any SQL database that Kysely speaks. */
export class SqlExperimentRetentionStore implements ExperimentRetentionStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async list(workspaceId: string): Promise<readonly ExperimentRetention[]> {
    const rows = await this.#database.db
      .selectFrom('experiment_retention')
      .select(['experiment', 'days', 'updated_ms'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('experiment')
      .execute();
    return rows.map(ruleOf);
  }

  async set(
    workspaceId: string,
    { experimentId, days }: Pick<ExperimentRetention, 'experimentId' | 'days'>,
    seenMs?: number,
  ): Promise<ExperimentRetention> {
    const experiment = experimentNumber(experimentId);
    if (experiment === undefined) throw noExperiment(experimentId);
    return this.#database.write(async (transaction) => {
      const found = await transaction
        .selectFrom('experiments')
        .select('number')
        .where('workspace_id', '=', workspaceId)
        .where('number', '=', experiment)
        .executeTakeFirst();
      // Default is there before anybody has used it.
      if (found === undefined && experiment !== 0) throw noExperiment(experimentId);
      const beforeMs = await this.#versionMs(transaction, workspaceId, experiment);
      if (seenMs === 0 && beforeMs !== 0) {
        throw new ApiError('RESOURCE_CONFLICT', `experiment ${experimentId} has a rule already`);
      }
      const updated_ms = nextVersionMs(beforeMs, seenMs, this.#database.nowMs(), 'the rule');
      const row = await transaction
        .insertInto('experiment_retention')
        .values({ workspace_id: workspaceId, experiment, days, updated_ms })
        .onConflict((conflict) => {
          const update = conflict.columns(['workspace_id', 'experiment']).doUpdateSet({ days, updated_ms });
          // Of two who have seen none in Postgres one comes later.
          return seenMs === undefined ? update : update.where('experiment_retention.updated_ms', '=', beforeMs);
        })
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw changedSince('the rule');
      return ruleOf(row);
    });
  }

  async remove(workspaceId: string, experimentId: string, seenMs?: number): Promise<boolean> {
    const experiment = experimentNumber(experimentId);
    if (experiment === undefined) return false;
    return this.#database.write(async (transaction) => {
      const beforeMs = await this.#versionMs(transaction, workspaceId, experiment);
      if (beforeMs === 0) return false;
      nextVersionMs(beforeMs, seenMs, this.#database.nowMs(), 'the rule');
      await transaction
        .deleteFrom('experiment_retention')
        .where('workspace_id', '=', workspaceId)
        .where('experiment', '=', experiment)
        .execute();
      return true;
    });
  }

  /** When the rule was changed; 0: there is none. Nobody else changes it until the transaction ends. */
  async #versionMs(transaction: TrackingQueries, workspaceId: string, experiment: number): Promise<number> {
    const query = transaction
      .selectFrom('experiment_retention')
      .select('updated_ms')
      .where('workspace_id', '=', workspaceId)
      .where('experiment', '=', experiment);
    return (await locking(this.#database, query).executeTakeFirst())?.updated_ms ?? 0;
  }
}

function ruleOf({
  experiment,
  days,
  updated_ms,
}: Pick<ExperimentRetentionRow, 'experiment' | 'days' | 'updated_ms'>): ExperimentRetention {
  return { experimentId: String(experiment), days, updatedNs: `${Math.round(updated_ms)}000000` };
}
