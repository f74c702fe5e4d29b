/** A set of traces by their numbers in the table of traces, which are small and dense: one bit each. */
export class TraceSet {
  #words = new Uint32Array(1_024);

  add(trace: number): void {
    const word = trace >>> 5;
    if (word >= this.#words.length) this.#grow(word + 1);
    this.#words[word]! |= 1 << (trace & 31);
  }

  delete(trace: number): void {
    const word = trace >>> 5;
    if (word < this.#words.length) this.#words[word]! &= ~(1 << (trace & 31));
  }

  has(trace: number): boolean {
    return ((this.#words[trace >>> 5] ?? 0) & (1 << (trace & 31))) !== 0;
  }

  get size(): number {
    let size = 0;
    for (const word of this.#words) size += bitsOf(word);
    return size;
  }

  /** Ascending. */
  *[Symbol.iterator](): Generator<number> {
    for (const [index, word] of this.#words.entries()) {
      for (let bit = 0; word >>> bit !== 0 && bit < 32; bit++) if ((word >>> bit) & 1) yield index * 32 + bit;
    }
  }

  addAll(other: TraceSet): void {
    if (other.#words.length > this.#words.length) this.#grow(other.#words.length);
    for (const [index, word] of other.#words.entries()) this.#words[index]! |= word;
  }

  /** What is in both. */
  intersection(other: TraceSet): TraceSet {
    const both = new TraceSet();
    both.#words = this.#words.slice(0, Math.min(this.#words.length, other.#words.length));
    for (const index of both.#words.keys()) both.#words[index]! &= other.#words[index]!;
    return both;
  }

  #grow(words: number): void {
    const grown = new Uint32Array(Math.max(words, 2 * this.#words.length));
    grown.set(this.#words);
    this.#words = grown;
  }
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
