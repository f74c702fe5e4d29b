/**
 * Copies all of `source` to `target` from `at` on. Where one of the two is memory that several threads see, `set` and
 * `copy` go word by word, or even byte by byte where they do not begin alike; `fill` copies them as memory, eight times as fast.
 *
 * @throws RangeError if it does not fit.
 */
export function copyBytes(source: Uint8Array, target: Buffer, at: number): void {
  const end = at + source.byteLength;
  if (end > target.byteLength) throw new RangeError(`${source.byteLength} bytes do not fit at ${at}`);
  // An empty pattern is an error.
  if (source.byteLength > 0) target.fill(source, at, end);
}
