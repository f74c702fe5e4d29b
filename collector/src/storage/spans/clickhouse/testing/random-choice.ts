import { type Random, seededRandom } from '../../../../otlp/testing/random-request.ts';

/** Draws from what it is given; the same for a seed. */
export class RandomChoice {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** A whole number from 0 up to, and not including, the limit. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  /** So many, each drawn anew. */
  some<T>(count: number, draw: () => T): T[] {
    return Array.from({ length: count }, draw);
  }
}
