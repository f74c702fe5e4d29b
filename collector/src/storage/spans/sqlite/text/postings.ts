/**
 * Ordinals of the traces that a word stands in, ascending: as gaps between them, or as one bit for each trace of the
 * chunk, whichever is shorter. In front stands a number: twice the bytes that follow, and one more if they are bits.
 */
export class PostingsWriter {
  #bytes = new Uint8Array(1_024);
  #end = 0;

  /** The list that was written last stands at their beginning; another array after each. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /**
   * @param places of traces, of which those from one index up to another are the list
   * @returns how many of {@link bytes} it takes
   */
  write(places: Uint16Array, from: number, to: number, traceCount: number): number {
    const bitBytes = (traceCount + 7) >> 3;
    if (this.#bytes.length < bitBytes + 8) this.#bytes = new Uint8Array(bitBytes + 8);
    const gapBytes = sizeOfGaps(places, from, to, bitBytes);
    const isBits = gapBytes >= bitBytes;
    this.#end = 0;
    this.#varint(isBits ? (bitBytes << 1) | 1 : gapBytes << 1);
    if (isBits) {
      this.#bytes.fill(0, this.#end, this.#end + bitBytes);
      for (let at = from; at < to; at++) this.#bytes[this.#end + (places[at]! >> 3)]! |= 1 << (places[at]! & 7);
      this.#end += bitBytes;
    } else {
      let next = 0;
      for (let at = from; at < to; at++) {
        this.#varint(places[at]! - next);
        next = places[at]! + 1;
      }
    }
    return this.#end;
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#end++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#end++] = rest;
  }
}

/** Marks the traces of a list with 1, leaving the others as they are. @returns where the list ends */
export function markPostings(bytes: Uint8Array, at: number, marks: Uint8Array): number {
  let head = 0;
  let from = at;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[from++]!;
    head |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const end = from + (head >> 1);
  if ((head & 1) === 1) {
    for (let index = from; index < end; index++) {
      const byte = bytes[index]!;
      for (let bit = 0; byte >> bit !== 0; bit++) {
        if (((byte >> bit) & 1) === 1) marks[((index - from) << 3) + bit] = 1;
      }
    }
    return end;
  }
  let next = 0;
  while (from < end) {
    let gap = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[from++]!;
      gap |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    marks[next + gap] = 1;
    next += gap + 1;
  }
  return end;
}

/** @returns where the list that begins at `at` ends, without reading it */
export function skipPostings(bytes: Uint8Array, at: number): number {
  let head = 0;
  let from = at;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[from++]!;
    head |= (byte & 0x7f) << shift;
    if (byte < 0x80) return from + (head >> 1);
  }
}

/** Stops counting at `limit`. */
function sizeOfGaps(places: Uint16Array, from: number, to: number, limit: number): number {
  let size = 0;
  let next = 0;
  for (let at = from; at < to; at++) {
    const gap = places[at]! - next;
    size += gap < 0x80 ? 1 : gap < 0x4000 ? 2 : 3;
    if (size >= limit) return limit;
    next = places[at]! + 1;
  }
  return size;
}
