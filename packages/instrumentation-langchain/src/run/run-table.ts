import { report } from '@tracewright/instrumentation-core';
import type { Run } from './run.ts';

/** Open runs that are remembered at once. More are a leak: runs whose end never came. */
const MAX_OPEN_RUNS = 10_000;

/** The open runs by LangChain's id, bounded: the oldest gives way to a new one. */
export class RunTable {
  readonly #runs = new Map<string, Run>();
  readonly #maxRuns: number;
  /** Told about a run that is forgotten before its end. */
  readonly #onEvicted: (run: Run) => void;
  /** Asked for last: a run is, several times, whenever another one starts inside it. */
  #last: Run | undefined;
  #hasWarned = false;

  constructor(onEvicted: (run: Run) => void, maxRuns: number = MAX_OPEN_RUNS) {
    this.#onEvicted = onEvicted;
    this.#maxRuns = maxRuns;
  }

  get size(): number {
    return this.#runs.size;
  }

  /** Undefined for an unknown, ended or missing id, so that callers can pass on whatever they were given. */
  get(id: unknown): Run | undefined {
    if (typeof id !== 'string') return undefined;
    if (this.#last?.id !== id) this.#last = this.#runs.get(id);
    return this.#last;
  }

  add(run: Run): void {
    // An id of the app's own, used again too early.
    const earlier = this.take(run.id);
    if (earlier !== undefined) this.#onEvicted(earlier);
    this.#runs.set(run.id, run);
    this.#last = run;
    if (this.#runs.size <= this.#maxRuns) return;
    for (const oldest of this.#runs.values()) {
      this.#delete(oldest);
      this.#warn();
      this.#onEvicted(oldest);
      return;
    }
  }

  /** All open runs, in the order of their starts. */
  all(): Run[] {
    return [...this.#runs.values()];
  }

  /** Open runs below a run, at any depth. Looks at every open run: for rare events only. */
  inside(run: Run): Run[] {
    return [...this.#runs.values()].filter((other) => {
      for (let at = other.parent; at !== undefined; at = at.parent) if (at === run) return true;
      return false;
    });
  }

  /** Forgets the run. @returns the run, the first time. */
  take(id: unknown): Run | undefined {
    const run = this.get(id);
    if (run !== undefined) this.#delete(run);
    return run;
  }

  #delete(run: Run): void {
    this.#runs.delete(run.id);
    if (this.#last === run) this.#last = undefined;
  }

  #warn(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    report(
      'warn',
      `tracewright: more than ${this.#maxRuns} LangChain runs are open; the oldest are ended as abandoned`,
    );
  }
}
