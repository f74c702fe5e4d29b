import type { ExperimentRetention } from '@tracewright/schema';
import { experimentNumber, noExperiment } from '../experiments/require-experiment.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import type { ExperimentRetentionStore } from './experiment-retention-store.ts';

/** Retention by experiment in any SQL database that Kysely speaks. */
export class SqlExperimentRetentionStore implements ExperimentRetentionStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async list(workspaceId: string): Promise<readonly ExperimentRetention[]> {
    const rows = await this.#database.db
      .selectFrom('experiment_retention')
      .select(['experiment', 'days'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('experiment')
      .execute();
    return rows.map(({ experiment, days }) => ({ experimentId: String(experiment), days }));
  }

  async set(workspaceId: string, { experimentId, days }: ExperimentRetention): Promise<void> {
    const experiment = experimentNumber(experimentId);
    if (experiment === undefined) throw noExperiment(experimentId);
    await this.#database.write(async (transaction) => {
      const found = await transaction
        .selectFrom('experiments')
        .select('number')
        .where('workspace_id', '=', workspaceId)
        .where('number', '=', experiment)
        .executeTakeFirst();
      // Default is there before anybody has used it.
      if (found === undefined && experiment !== 0) throw noExperiment(experimentId);
      await transaction
        .insertInto('experiment_retention')
        .values({ workspace_id: workspaceId, experiment, days })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'experiment']).doUpdateSet({ days }))
        .execute();
    });
  }

  async remove(workspaceId: string, experimentId: string): Promise<boolean> {
    const experiment = experimentNumber(experimentId);
    if (experiment === undefined) return false;
    const { numDeletedRows } = await this.#database.write((transaction) =>
      transaction
        .deleteFrom('experiment_retention')
        .where('workspace_id', '=', workspaceId)
        .where('experiment', '=', experiment)
        .executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }
}
