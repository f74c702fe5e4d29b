/** Up to this many values are kept as they are. */
export const MAX_EXACT = 64;
/** Bits of a float's fraction that a bucket has: each is 1/64 as wide as its values are large. */
const FRACTION_BITS = 6;
/** How many of a float's bits are not a part of its bucket's number. */
export const BUCKET_SHIFT: number = 23 - FRACTION_BITS;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * Quantiles of positive numbers in little memory: exact for up to 64, within 1 % beyond. A bucket is the leading bits
 * of a value as a float, which are in the order of the values and cost nothing to find.
 */
export class Quantiles {
  count = 0;
  sum = 0;
  #exact: number[] | undefined = [];
  #buckets = new Uint32Array(0);
  #first = 0;

  /** Values below 0 are taken for 0. */
  add(value: number): void {
    this.count++;
    this.sum += value;
    if (this.#exact === undefined) this.#addToBucket(value);
    else if (this.#exact.push(value) > MAX_EXACT) {
      for (const each of this.#exact) this.#addToBucket(each);
      this.#exact = undefined;
    }
  }

  /** Takes in all that another one was given. */
  merge(other: Quantiles): void {
    if (other.#exact !== undefined) for (const value of other.#exact) this.add(value);
    else {
      this.count += other.count;
      this.sum += other.sum;
      for (const each of this.#exact ?? []) this.#addToBucket(each);
      this.#exact = undefined;
      for (let index = 0; index < other.#buckets.length; index++) {
        const count = other.#buckets[index]!;
        if (count > 0) this.#addToBucket(middleOf(other.#first + index), count);
      }
    }
  }

  /** The value that the share `of` of all are not above. @param of 0–1 */
  at(of: number): number {
    const rank = Math.max(1, Math.ceil(of * this.count));
    if (this.#exact !== undefined) return this.#exact.sort((a, b) => a - b)[rank - 1] ?? 0;
    let seen = 0;
    for (let index = 0; index < this.#buckets.length; index++) {
      seen += this.#buckets[index]!;
      if (seen >= rank) return middleOf(this.#first + index);
    }
    return 0;
  }

  #addToBucket(value: number, count = 1): void {
    float[0] = Math.max(value, 0);
    const bucket = bits[0]! >>> BUCKET_SHIFT;
    const index = bucket - this.#first;
    if (index < 0 || index >= this.#buckets.length) this.#grow(bucket);
    this.#buckets[bucket - this.#first]! += count;
  }

  /** Makes room for a bucket and some beside it, so that it is not done for each. */
  #grow(bucket: number): void {
    const spare = 1 << FRACTION_BITS;
    const isEmpty = this.#buckets.length === 0;
    const first = Math.max(0, isEmpty ? bucket - spare : Math.min(this.#first, bucket - spare));
    const end = Math.max(isEmpty ? 0 : this.#first + this.#buckets.length, bucket + spare);
    const grown = new Uint32Array(end - first);
    grown.set(this.#buckets, isEmpty ? 0 : this.#first - first);
    this.#buckets = grown;
    this.#first = first;
  }
}

/** What stands for the values of a bucket. */
export function middleOf(bucket: number): number {
  bits[0] = bucket << BUCKET_SHIFT;
  const from = float[0]!;
  bits[0] = (bucket + 1) << BUCKET_SHIFT;
  return (from + float[0]!) / 2;
}
