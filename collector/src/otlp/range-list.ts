/** Ranges for each 64 bytes of a body: a span of 1.5 kB has some twenty attributes. */
const BYTES_A_RANGE = 64;
const MIN_RANGES = 16;

/**
 * Where the values of a body stand, all in one list: a list for each span of its own would be most of what reading it
 * leaves to be collected.
 */
export class RangeList {
  #values: Int32Array | undefined;
  #length = 0;
  readonly #bodyBytes: number;

  constructor(bodyBytes: number) {
    this.#bodyBytes = bodyBytes;
  }

  /** How many ranges there are: the place of the next one. */
  get length(): number {
    return this.#length;
  }

  add(start: number, end: number): void {
    const place = this.#length++;
    const values = this.#values !== undefined && 2 * place < this.#values.length ? this.#values : this.#grow(place);
    values[2 * place] = start;
    values[2 * place + 1] = end;
  }

  start(place: number): number {
    return this.#values![2 * place]!;
  }

  end(place: number): number {
    return this.#values![2 * place + 1]!;
  }

  #grow(length: number): Int32Array {
    const larger = new Int32Array(2 * Math.max(2 * length, Math.ceil(this.#bodyBytes / BYTES_A_RANGE), MIN_RANGES));
    if (this.#values !== undefined) larger.set(this.#values);
    this.#values = larger;
    return larger;
  }
}
