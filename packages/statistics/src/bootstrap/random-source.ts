/** Rounds by which the seed has reached every bit of the state, as PractRand has it. */
const WARM_UP = 15;

/**
 * Random numbers that a seed decides: the same in every engine, on every machine. This is sfc32, Chris Doty-Humphrey's
 * small fast counting generator of PractRand: 128 bits of state, 32-bit operations alone, no period below 2^32. It is
 * no secret: nothing that has to be unguessable may come from here.
 */
export class RandomSource {
  readonly #state: Int32Array;

  /** `seed` is a whole number below 2^32. */
  constructor(seed: number) {
    this.#state = Int32Array.of(0, seed, 0, 1);
    this.fill(new Uint32Array(WARM_UP));
  }

  /** Fills `target` with whole numbers below 2^32. In bulk, since state that is kept in memory costs a multiple. */
  fill(target: Uint32Array): void {
    let a = this.#state[0]!;
    let b = this.#state[1]!;
    let c = this.#state[2]!;
    let counter = this.#state[3]!;
    for (let index = 0; index < target.length; index++) {
      const value = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = ((c << 21) | (c >>> 11)) + value;
      c |= 0;
      target[index] = value;
    }
    this.#state.set([a, b, c, counter]);
  }
}
