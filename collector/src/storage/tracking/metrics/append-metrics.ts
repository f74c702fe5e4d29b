import { sql } from 'kysely';
import { PreparedQuery } from '../prepared-query.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { encodeBatch } from './batch-bytes.ts';
import type { MetricFold } from './fold-metrics.ts';
import type { MetricPoint } from './metric-point.ts';

/** Beyond so many batches they are folded although nobody reads: whoever reads next would wait for all of it. */
const MAX_WAITING = 5_000;

/** Writes metrics as they come. */
export class MetricAppender {
  readonly #fold: MetricFold;
  readonly #insert: PreparedQuery<{ workspace: string; run: string; points: Uint8Array }>;
  #appended = 0;

  constructor({ db }: TrackingDatabase, fold: MetricFold) {
    this.#fold = fold;
    this.#insert = new PreparedQuery(
      db,
      (slot) => sql`insert into metric_batches (workspace_id, run_id, points)
        values (${slot('workspace')}, ${slot('run')}, ${slot('points')})`,
    );
  }

  /** Within a transaction that has looked whether the run may be written. */
  async append(
    transaction: TrackingQueries,
    workspaceId: string,
    runId: string,
    points: readonly MetricPoint[],
  ): Promise<void> {
    await this.#insert.run(transaction, { workspace: workspaceId, run: runId, points: encodeBatch(points) });
    if (++this.#appended < MAX_WAITING) return;
    this.#appended = 0;
    // Beside the transaction. What fails here fails again, and is told, where somebody reads.
    void this.#fold.fold(workspaceId).catch(() => {});
  }
}
