import type { DatabaseSync } from 'node:sqlite';
import type { FilterSql } from './sql-condition.ts';
import type { TraceSet } from './text/trace-set.ts';

/** Sets of traces that statements ask by their number: whatever has found them, SQL alone then tells the rest. */
export class TraceSets {
  readonly #sets = new Map<number, TraceSet>();
  #last = 0;

  /** At most one a connection. */
  constructor(db: DatabaseSync) {
    db.function('is_in_set', { directOnly: true }, (number, trace) =>
      this.#sets.get(number as number)?.has(trace as number) ? 1 : 0,
    );
  }

  /** @returns the number of the set, as long as it is not taken out */
  add(set: TraceSet): number {
    this.#sets.set(++this.#last, set);
    return this.#last;
  }

  remove(number: number): void {
    this.#sets.delete(number);
  }
}

/** What is true of the traces of a set. @param isAll whether each of them passes */
export function setSql(number: number, traces: TraceSet, isAll: boolean): FilterSql {
  return { sql: 'is_in_set(?, id)', parameters: [number], isExact: isAll, among: { traces, isAll } };
}
