import type { ByteStrings } from './byte-strings.ts';

/** Fewer are put in order by comparing each with the one before. */
const FEW = 10;

/**
 * Puts numbers of byte strings into the order of their bytes, which in UTF-8 is that of code points. By one byte at a time
 * (three-way radix quicksort, Bentley and Sedgewick 1997): what many begin with is looked at once.
 */
export function sortByBytes(strings: ByteStrings, numbers: Int32Array): void {
  sort(strings, strings.bytes, numbers, 0, numbers.length, 0);
}

/** Those from `first` up to `behind`, which have the same bytes before `firstDepth`. */
function sort(
  strings: ByteStrings,
  bytes: Uint8Array,
  numbers: Int32Array,
  first: number,
  behind: number,
  firstDepth: number,
): void {
  let low = first;
  let high = behind;
  for (let depth = firstDepth; high - low > FEW; depth++) {
    const pivot = median(
      byteAt(strings, bytes, numbers[low]!, depth),
      byteAt(strings, bytes, numbers[(low + high) >> 1]!, depth),
      byteAt(strings, bytes, numbers[high - 1]!, depth),
    );
    let less = low;
    let more = high;
    for (let at = low; at < more; ) {
      const number = numbers[at]!;
      const byte = byteAt(strings, bytes, number, depth);
      if (byte < pivot) {
        numbers[at++] = numbers[less]!;
        numbers[less++] = number;
      } else if (byte > pivot) {
        numbers[at] = numbers[--more]!;
        numbers[more] = number;
      } else at++;
    }
    if (less - low > 1) sort(strings, bytes, numbers, low, less, depth);
    if (high - more > 1) sort(strings, bytes, numbers, more, high, depth);
    // Those that end here are the same.
    if (pivot < 0) return;
    low = less;
    high = more;
  }
  insert(strings, bytes, numbers, low, high, firstDepth);
}

function insert(
  strings: ByteStrings,
  bytes: Uint8Array,
  numbers: Int32Array,
  low: number,
  high: number,
  depth: number,
): void {
  for (let at = low + 1; at < high; at++) {
    const number = numbers[at]!;
    let to = at;
    for (; to > low && isBefore(strings, bytes, number, numbers[to - 1]!, depth); to--) numbers[to] = numbers[to - 1]!;
    numbers[to] = number;
  }
}

function isBefore(strings: ByteStrings, bytes: Uint8Array, one: number, other: number, from: number): boolean {
  let at = strings.startOf(one) + from;
  let otherAt = strings.startOf(other) + from;
  const end = strings.endOf(one);
  const otherEnd = strings.endOf(other);
  while (at < end && otherAt < otherEnd && bytes[at] === bytes[otherAt]) {
    at++;
    otherAt++;
  }
  if (at === end || otherAt === otherEnd) return at === end && otherAt < otherEnd;
  return bytes[at]! < bytes[otherAt]!;
}

/** -1 behind the end. */
function byteAt(strings: ByteStrings, bytes: Uint8Array, number: number, depth: number): number {
  const at = strings.startOf(number) + depth;
  return at < strings.endOf(number) ? bytes[at]! : -1;
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
