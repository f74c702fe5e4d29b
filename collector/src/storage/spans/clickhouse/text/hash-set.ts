const FIRST_SLOTS = 1_024;
/** A table with so many slots for each number would take longer to be emptied than to be made anew. */
const MAX_SPARSE = 32;

/** Distinct 32-bit numbers. A table of its own, since a `Set` takes several times as long to add to. */
export class HashSet {
  #slots = new Int32Array(FIRST_SLOTS);
  #hasZero = false;
  #count = 0;

  get size(): number {
    return this.#count + (this.#hasZero ? 1 : 0);
  }

  add(hash: number): void {
    const value = hash | 0;
    // 0 marks a free slot.
    if (value === 0) this.#hasZero = true;
    else if (insert(this.#slots, value) && ++this.#count * 2 > this.#slots.length) this.#grow();
  }

  /** Begins anew, in the same memory unless that is far more than was needed. */
  clear(): void {
    if (this.#slots.length > FIRST_SLOTS && this.#count * MAX_SPARSE < this.#slots.length)
      this.#slots = new Int32Array(FIRST_SLOTS);
    else this.#slots.fill(0);
    this.#hasZero = false;
    this.#count = 0;
  }

  *[Symbol.iterator](): Generator<number> {
    if (this.#hasZero) yield 0;
    for (const value of this.#slots) if (value !== 0) yield value;
  }

  #grow(): void {
    const grown = new Int32Array(this.#slots.length * 4);
    for (const value of this.#slots) if (value !== 0) insert(grown, value);
    this.#slots = grown;
  }
}

/** @returns whether it was not there yet */
function insert(slots: Int32Array, value: number): boolean {
  const mask = slots.length - 1;
  for (let at = Math.imul(value, 0x9e3779b1) >>> 7; ; at++) {
    const held = slots[at & mask]!;
    if (held === value) return false;
    if (held !== 0) continue;
    slots[at & mask] = value;
    return true;
  }
}
