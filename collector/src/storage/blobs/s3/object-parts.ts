/** S3's own limit for the last part is 5 MiB less; larger ones take fewer requests. */
export const PART_BYTES: number = 8 * 1_024 * 1_024;
/** As S3 has it. */
export const MAX_PARTS = 10_000;
/** Then they are twice as large, so that the parts there may be hold hundreds of GiB, whose length nobody has said. */
const PARTS_OF_A_SIZE = 2_500;

/** How large a part is, but for the last. @param number from 1 on */
function partBytes(number: number, firstBytes: number): number {
  return firstBytes * 2 ** Math.floor((number - 1) / PARTS_OF_A_SIZE);
}

/**
 * Content in parts of exactly the same size, as some servers demand, one at a time in memory. A part that is shorter, or
 * none, is the end.
 *
 * @param firstBytes size of the first parts
 */
export async function* objectParts(
  content: AsyncIterable<Uint8Array>,
  firstBytes: number = PART_BYTES,
): AsyncGenerator<Buffer> {
  let number = 1;
  let pieces: Uint8Array[] = [];
  let gathered = 0;
  for await (const piece of content) {
    let rest = piece;
    for (;;) {
      const missing = partBytes(number, firstBytes) - gathered;
      pieces.push(rest.subarray(0, missing));
      gathered += Math.min(missing, rest.byteLength);
      if (rest.byteLength < missing) break;
      yield Buffer.concat(pieces, gathered);
      number++;
      pieces = [];
      gathered = 0;
      rest = rest.subarray(missing);
    }
  }
  if (gathered > 0) yield Buffer.concat(pieces, gathered);
}
