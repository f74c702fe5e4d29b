const FIRST_SLOTS = 1_024;
/** A table with so many slots for each number would take longer to be emptied than to be made anew. */
const MAX_SPARSE = 32;

/** Distinct 32-bit numbers. A table of its own, since a `Set` takes several times as long to add to. */
export class HashSet {
  /** 0 marks a free one. */
  #slots = new Int32Array(FIRST_SLOTS);
  #hasZero = false;
  #count = 0;

  get size(): number {
    return this.#count + (this.#hasZero ? 1 : 0);
  }

  has(hash: number): boolean {
    const value = hash | 0;
    if (value === 0) return this.#hasZero;
    const mask = this.#slots.length - 1;
    let at = (Math.imul(value, 0x9e3779b1) >>> 7) & mask;
    while (this.#slots[at] !== value && this.#slots[at] !== 0) at = (at + 1) & mask;
    return this.#slots[at] === value;
  }

  add(hash: number): void {
    this.addAll([hash], 1);
  }

  /** Adds the first `count` of these. */
  addAll(hashes: ArrayLike<number>, count: number): void {
    let slots = this.#slots;
    let mask = slots.length - 1;
    for (let index = 0; index < count; index++) {
      const value = hashes[index]! | 0;
      let at = (Math.imul(value, 0x9e3779b1) >>> 7) & mask;
      let held = slots[at]!;
      while (held !== value && held !== 0) {
        at = (at + 1) & mask;
        held = slots[at]!;
      }
      if (held === value) {
        if (value === 0) this.#hasZero = true;
        continue;
      }
      slots[at] = value;
      if (++this.#count * 2 <= slots.length) continue;
      slots = this.#grow();
      mask = slots.length - 1;
    }
  }

  /** All there are, in an order of no meaning. */
  values(): Int32Array {
    const values = new Int32Array(this.size);
    let count = this.#hasZero ? 1 : 0;
    for (const value of this.#slots) if (value !== 0) values[count++] = value;
    return values;
  }

  /** Begins anew, in the same memory unless that is far more than was needed. */
  clear(): void {
    if (this.#slots.length > FIRST_SLOTS && this.#count * MAX_SPARSE < this.#slots.length)
      this.#slots = new Int32Array(FIRST_SLOTS);
    else this.#slots.fill(0);
    this.#hasZero = false;
    this.#count = 0;
  }

  #grow(): Int32Array<ArrayBuffer> {
    const grown = new Int32Array(this.#slots.length * 4);
    const mask = grown.length - 1;
    for (const value of this.#slots) {
      if (value === 0) continue;
      let at = (Math.imul(value, 0x9e3779b1) >>> 7) & mask;
      while (grown[at] !== 0) at = (at + 1) & mask;
      grown[at] = value;
    }
    this.#slots = grown;
    return grown;
  }
}
