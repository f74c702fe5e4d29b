const FIRST_BYTES = 64 * 1024;

/** Writes protobuf's wire format into a buffer that grows. Tags are those of `otlp-tags.ts`. */
export class WireWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity: number = FIRST_BYTES) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(capacity, 16));
  }

  /** What was written: a view, valid until more is written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins a nested message. @returns the place to give to `end`. */
  begin(tag: number): number {
    this.varint(tag);
    this.#reserve(1);
    return this.#length++;
  }

  /** Puts the length before what was written since `begin`, moving it up where one byte does not suffice. */
  end(place: number): void {
    const length = this.#length - place - 1;
    const more = varintBytes(length) - 1;
    if (more > 0) {
      this.#reserve(more);
      this.#bytes.copyWithin(place + 1 + more, place + 1, this.#length);
    }
    this.#length = place;
    this.varint(length);
    this.#length += length;
  }

  /** An unsigned integer below 2^53. */
  varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest = rest < 0x8000_0000 ? rest >>> 7 : Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** An integer from -2^63 to 2^64-1, as ten bytes of two's complement where negative. */
  varint64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  fixed64(value: bigint): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeBigUInt64LE(value, this.#length);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** A field of text. */
  text(tag: number, value: string): void {
    // A UTF-16 unit takes at most three bytes; asking for the exact number first would walk the text twice.
    this.#reserve(value.length * 3 + 20);
    const place = this.begin(tag);
    this.#length += this.#bytes.write(value, this.#length, 'utf8');
    this.end(place);
  }

  /** A field of bytes. */
  bytes(tag: number, value: Uint8Array): void {
    this.varint(tag);
    this.varint(value.byteLength);
    this.#reserve(value.byteLength);
    this.#bytes.set(value, this.#length);
    this.#length += value.byteLength;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.byteLength) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.byteLength * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) count++;
  return count;
}
