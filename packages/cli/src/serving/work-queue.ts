import { ServingError } from './serving-error.ts';

/** Lets so many calls be under way at a time, and so many more wait. */
export class WorkQueue {
  readonly #atOnce: number;
  readonly #waitingAtMost: number;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;

  constructor(atOnce: number, waitingAtMost: number) {
    this.#atOnce = atOnce;
    this.#waitingAtMost = waitingAtMost;
  }

  /** Whether so much more could wait. */
  hasRoomFor(calls: number): boolean {
    return this.#underWay + this.#waiting.length + calls <= this.#atOnce + this.#waitingAtMost;
  }

  /** How many calls may be under way at a time. */
  get atOnce(): number {
    return this.#atOnce;
  }

  /**
   * @param signal of a caller who may be gone before it is his turn
   * @throws ServingError `RESOURCE_EXHAUSTED` where too much waits already; what `work` throws
   */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (!this.hasRoomFor(1))
      throw new ServingError('RESOURCE_EXHAUSTED', 'too many calls wait already: try again later');
    if (this.#underWay >= this.#atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underWay++;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The place goes to whoever has waited longest.
      if (next === undefined) this.#underWay--;
      else next();
    }
  }
}
