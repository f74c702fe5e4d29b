/**
 * Reads protobuf as senders write it. What is written otherwise reads as -1, for others to look at: nothing is thrown, as
 * nothing is wrong yet.
 */
export class PlainReader {
  #bytes: Uint8Array = new Uint8Array();
  #end = 0;
  at = 0;

  open(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes;
    this.at = start;
    this.#end = end;
  }

  hasMore(): boolean {
    return this.at < this.#end;
  }

  /** The tag of the next field; -1 at the end. */
  tag(): number {
    const first = this.at < this.#end ? this.#bytes[this.at++]! : -1;
    return first < 0x80 ? first : this.#varint(first & 0x7f, 4);
  }

  /** Passes over what has its length before it. @returns where it begins; it ends at {@link at} */
  skip(): number {
    const length = this.#varint(0, 5);
    const start = this.at;
    if (length < 0 || start + length > this.#end) return -1;
    this.at = start + length;
    return start;
  }

  /** Passes over so many bytes. @returns false if there are fewer */
  pass(count: number): boolean {
    this.at += count;
    return this.at <= this.#end;
  }

  /** A number below 2^49. */
  number(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 7 && this.at < this.#end; count++, factor *= 0x80) {
      const byte = this.#bytes[this.at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return -1;
  }

  /** @param low what was read already: 7 bits, if it may have four bytes more only */
  #varint(low: number, maxBytes: number): number {
    let value = low;
    for (let count = 0, shift = 7 * (5 - maxBytes); count < maxBytes && this.at < this.#end; count++, shift += 7) {
      const byte = this.#bytes[this.at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return -1;
  }
}
