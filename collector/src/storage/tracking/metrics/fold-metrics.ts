import { type RawBuilder, sql } from 'kysely';
import { locking } from '../locking.ts';
import { PreparedQuery } from '../prepared-query.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { keysOf, openBatch, POINT_BYTES, POINT_DOUBLES } from './batch-bytes.ts';
import { isLater, type MetricPoint } from './metric-point.ts';
import type { LatestMetricRow, MetricBatchRow, MetricChunkRow } from './metric-tables.ts';

/** A chunk that has so many points is left as it is. */
const CHUNK_POINTS = 1_024;

/** Batches of a run that are folded in one transaction. */
const STEP_BATCHES = 1_000;

interface ChunkKey {
  readonly workspace: string;
  readonly run: string;
  readonly key: string;
}

type NewLatest = ChunkKey & Pick<LatestMetricRow, 'experiment' | 'value' | 'timestamp_ms' | 'step'>;

/** Points of one key that have come since it was last folded. */
interface Fresh {
  readonly doubles: number[];
  /** Undefined until a point has come. */
  latest: Omit<MetricPoint, 'key'> | undefined;
}

/**
 * Brings metrics into the form in which they are read. Writing a batch is one row at the end of a table, whatever is in
 * it; here the points of many batches go together into chunks by run and key, and only the last of each key makes a new
 * latest value. It happens before reading, and once many batches have gathered.
 */
export class MetricFold {
  readonly #database: TrackingDatabase;
  readonly #allWaiting: PreparedQuery<{ workspace: string }, { run_id: string }>;
  readonly #isWaiting: PreparedQuery<{ workspace: string; run: string }>;
  readonly #takeBatches: PreparedQuery<{ workspace: string; run: string; limit: number }, MetricBatchRow>;
  readonly #lastChunk: PreparedQuery<ChunkKey, Pick<MetricChunkRow, 'number' | 'points'>>;
  readonly #putChunk: PreparedQuery<ChunkKey & { number: number; points: Uint8Array }>;
  readonly #putFirst: PreparedQuery<NewLatest>;
  readonly #putLatest: PreparedQuery<NewLatest>;

  constructor(database: TrackingDatabase) {
    this.#database = database;
    const { db } = database;
    this.#allWaiting = new PreparedQuery(
      db,
      (slot) => sql`select distinct run_id from metric_batches where workspace_id = ${slot('workspace')}`,
    );
    this.#isWaiting = new PreparedQuery(
      db,
      (slot) => sql`select 1 from metric_batches where workspace_id = ${slot('workspace')}
        and run_id = ${slot('run')} limit 1`,
    );
    this.#takeBatches = new PreparedQuery(
      db,
      (slot) => sql`delete from metric_batches where id in (select id from metric_batches
        where workspace_id = ${slot('workspace')} and run_id = ${slot('run')} order by id limit ${slot('limit')})
        returning *`,
    );
    this.#lastChunk = new PreparedQuery(
      db,
      (slot) => sql`select number, points from metric_chunks where workspace_id = ${slot('workspace')}
        and run_id = ${slot('run')} and key = ${slot('key')} order by number desc limit 1`,
    );
    this.#putChunk = new PreparedQuery(
      db,
      (slot) => sql`insert into metric_chunks (workspace_id, run_id, key, number, points)
        values (${slot('workspace')}, ${slot('run')}, ${slot('key')}, ${slot('number')}, ${slot('points')})
        on conflict (workspace_id, run_id, key, number) do update set points = excluded.points`,
    );
    const put = (slot: (name: keyof NewLatest) => RawBuilder<unknown>): RawBuilder<unknown> =>
      sql`insert into latest_metrics (workspace_id, run_id, key, experiment, value, timestamp_ms, step)
        values (${slot('workspace')}, ${slot('run')}, ${slot('key')}, ${slot('experiment')}, ${slot('value')},
          ${slot('timestamp_ms')}, ${slot('step')})
        on conflict (workspace_id, run_id, key) do update
        set value = excluded.value, timestamp_ms = excluded.timestamp_ms, step = excluded.step`;
    // What the traces of the run add up to may stand there: what the run says itself takes its place, whenever it is of.
    this.#putFirst = new PreparedQuery(db, put);
    // NaN is below every number, and null what is kept for it.
    this.#putLatest = new PreparedQuery(
      db,
      (slot) => sql`${put(slot)}
        where excluded.step > latest_metrics.step or (excluded.step = latest_metrics.step
          and (excluded.timestamp_ms > latest_metrics.timestamp_ms
            or (excluded.timestamp_ms = latest_metrics.timestamp_ms and excluded.value is not null
              and (latest_metrics.value is null or excluded.value > latest_metrics.value))))`,
    );
  }

  /** Folds what has come of these runs, or of all runs of the workspace. */
  async fold(workspaceId: string, runIds?: readonly string[]): Promise<void> {
    const waiting = await this.#waiting(workspaceId, runIds);
    await Promise.all(waiting.map((runId) => this.#foldRun(workspaceId, runId)));
  }

  async #waiting(workspaceId: string, runIds: readonly string[] | undefined): Promise<readonly string[]> {
    const waiting: string[] = [];
    const { db } = this.#database;
    if (runIds === undefined) {
      const { rows } = await this.#allWaiting.run(db, { workspace: workspaceId });
      for (const { run_id } of rows) waiting.push(run_id);
    }
    for (const runId of runIds ?? []) {
      const { rows } = await this.#isWaiting.run(db, { workspace: workspaceId, run: runId });
      if (rows.length > 0) waiting.push(runId);
    }
    return waiting;
  }

  /** In steps, so that whoever wants to write meanwhile does not wait for long. */
  async #foldRun(workspaceId: string, runId: string): Promise<void> {
    const run = { workspace: workspaceId, run: runId };
    for (;;) {
      const count = await this.#database.write(async (transaction) => {
        const experiment = await this.#lockRun(transaction, workspaceId, runId);
        const { rows } = await this.#takeBatches.run(transaction, { ...run, limit: STEP_BATCHES });
        // A run that is gone for good leaves nothing behind.
        if (experiment === undefined) return rows.length;
        rows.sort((a, b) => Number(a.id) - Number(b.id));
        for (const [key, fresh] of freshPoints(rows)) {
          const isFirst = await this.#append(transaction, { ...run, key }, fresh.doubles);
          const { value, timestampMs, step } = fresh.latest!;
          const latest = { value: Number.isNaN(value) ? null : value, timestamp_ms: timestampMs, step, experiment };
          await (isFirst ? this.#putFirst : this.#putLatest).run(transaction, { ...run, key, ...latest });
        }
        return rows.length;
      });
      if (count < STEP_BATCHES) return;
    }
  }

  /** @returns its experiment; nobody else folds the run until the transaction ends */
  async #lockRun(transaction: TrackingQueries, workspaceId: string, runId: string): Promise<number | undefined> {
    const run = transaction
      .selectFrom('runs')
      .select('experiment')
      .where('workspace_id', '=', workspaceId)
      .where('run_id', '=', runId);
    const row = await locking(this.#database, run).executeTakeFirst();
    return row?.experiment;
  }

  /** @returns whether the run has logged nothing under this key before */
  async #append(transaction: TrackingQueries, key: ChunkKey, doubles: readonly number[]): Promise<boolean> {
    const { rows } = await this.#lastChunk.run(transaction, key);
    const last = rows[0];
    const isFull = last === undefined || last.points.byteLength >= CHUNK_POINTS * POINT_BYTES;
    const fresh = Float64Array.from(doubles);
    const bytes = Buffer.from(fresh.buffer);
    await this.#putChunk.run(transaction, {
      ...key,
      number: (last?.number ?? 0) + (isFull ? 1 : 0),
      points: isFull ? bytes : Buffer.concat([last.points, bytes]),
    });
    return last === undefined;
  }
}

function freshPoints(batches: readonly MetricBatchRow[]): ReadonlyMap<string, Fresh> {
  const byKey = new Map<string, Fresh>();
  const freshOf = (key: string): Fresh => {
    const fresh = byKey.get(key) ?? { doubles: [], latest: undefined };
    byKey.set(key, fresh);
    return fresh;
  };
  let keys: Buffer | undefined;
  let places: readonly Fresh[] = [];
  for (const { points } of batches) {
    const batch = openBatch(points);
    if (keys === undefined || !batch.keys.equals(keys)) places = keysOf(batch).map(freshOf);
    keys = batch.keys;
    for (const [index, fresh] of places.entries()) add(fresh, batch.doubles, index * POINT_DOUBLES);
  }
  return byKey;
}

function add(fresh: Fresh, doubles: Float64Array, at: number): void {
  const [timestampMs, step, value] = [doubles[at]!, doubles[at + 1]!, doubles[at + 2]!];
  fresh.doubles.push(timestampMs, step, value);
  const point = { timestampMs, step, value };
  if (fresh.latest === undefined || isLater(point, fresh.latest)) fresh.latest = point;
}
