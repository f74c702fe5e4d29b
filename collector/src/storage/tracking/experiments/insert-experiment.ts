import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';

export interface NumberedExperiment {
  readonly number: number;
  readonly name: string;
  /** '' for the place that follows from the number. */
  readonly artifactLocation: string;
}

/** @returns false, and does nothing, where the number or the name is taken */
export async function insertExperiment(
  db: TrackingQueries,
  workspaceId: string,
  { number, name, artifactLocation }: NumberedExperiment,
  nowMs: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('experiments')
    .values({
      workspace_id: workspaceId,
      number,
      name,
      lifecycle: 'active',
      artifact_location: artifactLocation,
      created_ms: nowMs,
      updated_ms: nowMs,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Makes the experiment Default of workspaces that nobody has used before. */
export class DefaultExperiments {
  readonly #database: TrackingDatabase;
  /** Workspaces that are known to have it. */
  readonly #prepared = new Set<string>();

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async prepare(workspaceId: string): Promise<void> {
    if (this.#prepared.has(workspaceId)) return;
    const { db, nowMs } = this.#database;
    // Most workspaces have it, and who only reads is not to wait for those who write.
    const known = await db
      .selectFrom('experiments')
      .select('number')
      .where('workspace_id', '=', workspaceId)
      .where('number', '=', 0)
      .executeTakeFirst();
    const experiment = { number: 0, name: 'Default', artifactLocation: '' };
    if (known === undefined) {
      await this.#database.write((transaction) => insertExperiment(transaction, workspaceId, experiment, nowMs()));
    }
    this.#prepared.add(workspaceId);
  }
}
