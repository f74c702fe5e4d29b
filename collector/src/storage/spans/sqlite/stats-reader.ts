import type { DatabaseSync } from 'node:sqlite';
import type { StoreStats } from '../span-store.ts';
import { PROBLEM_SQL, WAITING_SQL } from './trace-table.ts';

/** Counting takes a look at every trace: it is not done more often than this, ms. */
const MIN_AGE_MS = 5_000;

/** Counts what the file holds. */
export class StatsReader {
  readonly #db: DatabaseSync;
  #stats: StoreStats | undefined;
  #readAtMs = 0;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  read(): StoreStats {
    const nowMs = performance.now();
    if (this.#stats !== undefined && nowMs - this.#readAtMs < MIN_AGE_MS) return this.#stats;
    this.#readAtMs = nowMs;
    this.#stats = this.#count();
    return this.#stats;
  }

  #count(): StoreStats {
    const count = (problem: string): string => `sum(${PROBLEM_SQL[problem]}) AS ${problem}`;
    const traces = this.#db
      .prepare(
        `SELECT count(*) AS traces, sum(span_count) AS spans, sum(${WAITING_SQL}) AS waiting, ${Object.keys(PROBLEM_SQL).map(count).join(', ')} FROM traces`,
      )
      .get();
    const number = (name: string): number => Number(traces?.[name] ?? 0);
    return {
      traceCount: number('traces'),
      spanCount: number('spans'),
      chunkCount: Number(this.#db.prepare('SELECT count(*) AS count FROM chunks').get()?.count),
      waitingTraces: number('waiting'),
      bytes: this.#pragma('page_count') * this.#pragma('page_size'),
      quality: {
        unended: number('unended'),
        orphaned: number('orphaned'),
        unpriced: number('unpriced'),
        estimated: number('estimated'),
      },
    };
  }

  #pragma(name: string): number {
    return Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name]);
  }
}
