import type { PageKey } from '../keyset.ts';
import type { Page } from '../page.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import type { MetricFold } from './fold-metrics.ts';
import type { MetricPoint } from './metric-point.ts';
import { MetricPoints } from './metric-points.ts';
import type { HistoryPage, MetricStore, RunPoint, StepRange } from './metric-store.ts';
import { sampleSteps } from './sample-steps.ts';

/** Metrics in any SQL database that Kysely speaks. */
export class SqlMetricStore implements MetricStore {
  readonly #database: TrackingDatabase;
  readonly #fold: MetricFold;

  constructor(database: TrackingDatabase, fold: MetricFold) {
    this.#database = database;
    this.#fold = fold;
  }

  async history(
    workspaceId: string,
    runId: string,
    key: string,
    { limit, after }: HistoryPage,
  ): Promise<Page<MetricPoint>> {
    const points = await this.#points(workspaceId, runId, key);
    const from = after === undefined ? 0 : points.indexBehind(pointOf(after));
    const to = Math.min(points.length, from + (limit ?? points.length));
    return { items: slice(points, key, from, to), next: to < points.length ? keyOf(points.at(to - 1)) : undefined };
  }

  async historyOfRuns(
    workspaceId: string,
    runIds: readonly string[],
    key: string,
    limit: number,
  ): Promise<readonly RunPoint[]> {
    const found: RunPoint[] = [];
    for (const runId of [...new Set(runIds)].sort()) {
      const points = await this.#points(workspaceId, runId, key);
      const to = Math.min(points.length, limit - found.length);
      for (let index = 0; index < to; index++) found.push({ runId, key, ...points.at(index) });
    }
    return found;
  }

  async sample(
    workspaceId: string,
    runIds: readonly string[],
    key: string,
    options: { readonly limit: number; readonly steps: StepRange | undefined },
  ): Promise<readonly RunPoint[]> {
    const ofRuns: { readonly runId: string; readonly points: MetricPoints }[] = [];
    for (const runId of [...new Set(runIds)].sort()) {
      ofRuns.push({ runId, points: await this.#points(workspaceId, runId, key) });
    }
    const steps = sampleSteps(
      ofRuns.map(({ points }) => stepsOf(points)),
      options,
    );
    return ofRuns.flatMap(({ runId, points }) => {
      const found: RunPoint[] = [];
      for (let index = 0; index < points.length; index++) {
        if (steps.has(points.stepAt(index))) found.push({ runId, key, ...points.at(index) });
      }
      return found.sort((a, b) => a.step - b.step || a.timestampMs - b.timestampMs);
    });
  }

  async #points(workspaceId: string, runId: string, key: string): Promise<MetricPoints> {
    await this.#fold.fold(workspaceId, [runId]);
    const chunks = await this.#database.db
      .selectFrom('metric_chunks')
      .select('points')
      .where('workspace_id', '=', workspaceId)
      .where('run_id', '=', runId)
      .where('key', '=', key)
      .orderBy('number')
      .execute();
    return new MetricPoints(
      chunks.length > 0 ? chunks.map(({ points }) => points) : await this.#total(workspaceId, runId, key),
    );
  }

  /** What the traces of a run add up to has no history but its present value. */
  async #total(workspaceId: string, runId: string, key: string): Promise<readonly Uint8Array[]> {
    const row = await this.#database.db
      .selectFrom('latest_metrics')
      .select(['timestamp_ms', 'step', 'value'])
      .where('workspace_id', '=', workspaceId)
      .where('run_id', '=', runId)
      .where('key', '=', key)
      .executeTakeFirst();
    if (row === undefined) return [];
    return [new Uint8Array(Float64Array.of(row.timestamp_ms, row.step, row.value ?? Number.NaN).buffer)];
  }
}

function slice(points: MetricPoints, key: string, from: number, to: number): readonly MetricPoint[] {
  const items: MetricPoint[] = [];
  for (let index = from; index < to; index++) items.push({ key, ...points.at(index) });
  return items;
}

function stepsOf(points: MetricPoints): readonly number[] {
  return Array.from({ length: points.length }, (_, index) => points.stepAt(index));
}

/** As texts, since JSON has neither NaN nor infinities. */
function keyOf({ timestampMs, step, value }: Omit<MetricPoint, 'key'>): PageKey {
  return [String(timestampMs), String(step), String(value)];
}

function pointOf([timestampMs, step, value]: PageKey): Omit<MetricPoint, 'key'> {
  return { timestampMs: Number(timestampMs), step: Number(step), value: Number(value) };
}
