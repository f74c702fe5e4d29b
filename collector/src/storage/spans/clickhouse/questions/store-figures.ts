import type { StoreStats } from '../../span-store.ts';
import type { StoreQuality } from '../../store-quality.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { activeParts } from '../schema/table-engine.ts';

/** How long figures of the whole store are good for, ms: they are asked for by pages and by what scrapes metrics. */
const FRESH_MS = 5_000;

/** More than clocks of one machine differ by, µs: see `skewedSpans`. */
const TOLERANCE_US = 1_000;

const PROBLEMS =
  "countIf(status = 'running') AS unended, countIf(NOT has_root) AS orphaned, countIf(is_cost_partial) AS unpriced," +
  ' countIf(is_usage_estimated) AS estimated';

type TraceCounts = Record<'traceCount' | 'spanCount' | keyof StoreStats['quality'], string>;

interface Count {
  readonly count: string;
}

const TRACE_COUNTS = `count() AS traceCount, sum(span_count) AS spanCount, ${PROBLEMS}`;

/** What the store holds, counted anew every few seconds at most. */
export class StoreFigures {
  readonly #database: ClickHouseDatabase;
  #stats: { readonly untilMs: number; readonly of: Promise<StoreStats> } | undefined;

  constructor(database: ClickHouseDatabase) {
    this.#database = database;
  }

  async stats(): Promise<StoreStats> {
    const nowMs = performance.now();
    if (this.#stats === undefined || this.#stats.untilMs < nowMs) {
      const of = this.#count();
      this.#stats = { untilMs: nowMs + FRESH_MS, of };
      // A failure is not kept: the next one asks again.
      of.catch(() => {
        if (this.#stats?.of === of) this.#stats = undefined;
      });
    }
    return this.#stats.of;
  }

  async quality(workspaceId: string): Promise<StoreQuality> {
    const params = { workspace: workspaceId };
    const where = 'WHERE workspace = {workspace:String}';
    const [[traces], [skewed], [truncated], arrivals] = await Promise.all([
      this.#database.rows<TraceCounts>(`SELECT ${TRACE_COUNTS} FROM traces FINAL ${where}`, params),
      this.#database.rows<Count>(
        `SELECT countIf(skew_us > ${TOLERANCE_US}) AS count FROM spans FINAL ${where}`,
        params,
      ),
      // Of spans whose payload has a row of its own, that row tells it.
      this.#database.rows<Count>(
        `SELECT (SELECT countIf(is_truncated) FROM spans FINAL ${where}) + ` +
          `(SELECT countIf(is_truncated) FROM payloads FINAL ${where}) AS count`,
        params,
      ),
      this.#database.rows<Count & { readonly name: string }>(
        `SELECT name, sum(count) AS count FROM arrival_counts ${where} GROUP BY name`,
        params,
      ),
    ]);
    const arrived = (name: string): number => Number(arrivals.find((row) => row.name === name)?.count ?? 0);
    return {
      ...countsOf(traces!),
      skewed: Number(skewed!.count),
      truncated: Number(truncated!.count),
      areSpansRead: true,
      duplicated: arrived('duplicated'),
      dropped: arrived('dropped'),
    };
  }

  async #count(): Promise<StoreStats> {
    const [[traces], [parts]] = await Promise.all([
      this.#database.rows<TraceCounts>(`SELECT ${TRACE_COUNTS} FROM traces FINAL`),
      this.#database.rows<{ readonly bytes: string }>(
        `SELECT sum(bytes_on_disk) AS bytes FROM ${activeParts(this.#database.location)}`,
      ),
    ]);
    const { traceCount, spanCount, ...quality } = countsOf(traces!);
    return { traceCount, spanCount, chunkCount: 0, bytes: Number(parts!.bytes), quality };
  }
}

function countsOf(row: TraceCounts): Record<keyof TraceCounts, number> {
  return {
    traceCount: Number(row.traceCount),
    spanCount: Number(row.spanCount),
    unended: Number(row.unended),
    orphaned: Number(row.orphaned),
    unpriced: Number(row.unpriced),
    estimated: Number(row.estimated),
  };
}
