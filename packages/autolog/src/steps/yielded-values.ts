import { plainCopy, quietly } from '@tracewright/instrumentation-core';

/** Most values kept, and most UTF-16 units of text; no span shows more. */
const MAX_VALUES = 1_000;
const MAX_LENGTH = 65_536;

/** Most values inside one that is kept. */
const MAX_INSIDE = 1_000;

/** What a generator yielded, for its step to show. */
export class YieldedValues {
  readonly #isKept: boolean;
  readonly #values: unknown[] = [];
  #length = 0;
  #count = 0;

  /** @param isKept false: they are only counted */
  constructor(isKept: boolean) {
    this.#isKept = isKept;
  }

  get count(): number {
    return this.#count;
  }

  add(value: unknown): void {
    this.#count++;
    if (!this.#isKept || this.#values.length >= MAX_VALUES || this.#length >= MAX_LENGTH) return;
    if (typeof value === 'string') this.#length += value.length;
    // A copy, as the app may go on writing into it.
    this.#values.push(quietly('keeping a value', () => plainCopy(value, { maxValues: MAX_INSIDE })));
  }

  /** One text if all of them are pieces of text, else a list. */
  all(): unknown {
    return this.#values.every((value) => typeof value === 'string') ? this.#values.join('') : this.#values;
  }
}
