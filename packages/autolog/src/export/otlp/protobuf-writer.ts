import { TooLargeError } from './too-large-error.ts';

const FIRST_BYTES = 64 * 1024;
/** What one giant span needed is not kept for good. */
const KEPT_BYTES = 1024 * 1024;

const MESSAGE = 2;
const FIXED_64 = 1;
const FIXED_32 = 5;

/**
 * Writes protobuf from its end to its beginning, last field first: the length of a message, which stands before it, is
 * known by then. Uses its memory again and again.
 */
export class ProtobufWriter {
  readonly #maxBytes: number;
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  /** Where the bytes that are written begin. */
  #start = FIRST_BYTES;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Begins anew, at the end. */
  reset(): void {
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.#start = this.#bytes.length;
  }

  /** Bytes that are written. To be asked before the fields of a message, for {@link message}. */
  get sizeBytes(): number {
    return this.#bytes.length - this.#start;
  }

  /** @returns all that was written; holds until something else is. @throws TooLargeError */
  written(): Uint8Array {
    if (this.sizeBytes > this.#maxBytes) throw new TooLargeError();
    return this.#bytes.subarray(this.#start);
  }

  /** Makes a message of what was written since there were `before` bytes. */
  message(field: number, before: number): void {
    this.#varint(this.sizeBytes - before);
    this.#varint(field * 8 + MESSAGE);
  }

  bytes(field: number, value: Uint8Array): void {
    this.rawBytes(value);
    this.#varint(value.length);
    this.#varint(field * 8 + MESSAGE);
  }

  /** Bytes that are protobuf already. */
  rawBytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#start);
  }

  text(field: number, value: string): void {
    const length = Buffer.byteLength(value);
    this.#reserve(length);
    this.#bytes.write(value, this.#start, length);
    this.#varint(length);
    this.#varint(field * 8 + MESSAGE);
  }

  /** @param hex digits in pairs */
  id(field: number, hex: string): void {
    this.bytes(field, Buffer.from(hex, 'hex'));
  }

  /** @param value an integer from -2^63 to 2^64 - 1 */
  integer(field: number, value: number): void {
    if (Number.isSafeInteger(value) && value >= 0) this.#varint(value);
    else this.#largeVarint(BigInt.asUintN(64, BigInt(value)));
    this.#varint(field * 8);
  }

  double(field: number, value: number): void {
    this.#reserve(8);
    this.#bytes.writeDoubleLE(value, this.#start);
    this.#varint(field * 8 + FIXED_64);
  }

  /** @param value from 0 to 2^64 - 1 */
  fixed64(field: number, value: bigint): void {
    this.#reserve(8);
    this.#bytes.writeBigUInt64LE(value, this.#start);
    this.#varint(field * 8 + FIXED_64);
  }

  /** @param value from 0 to 2^32 - 1 */
  fixed32(field: number, value: number): void {
    this.#reserve(4);
    this.#bytes.writeUInt32LE(value, this.#start);
    this.#varint(field * 8 + FIXED_32);
  }

  #varint(value: number): void {
    let length = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
    this.#reserve(length);
    let at = this.#start;
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[at++] = (rest % 0x80) | 0x80;
    this.#bytes[at] = rest;
  }

  #largeVarint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    this.rawBytes(Uint8Array.from(bytes));
  }

  /** Moves the start down by so many bytes. */
  #reserve(sizeBytes: number): void {
    if (sizeBytes > this.#start) {
      const written = this.written();
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, written.length + sizeBytes));
      larger.set(written, larger.length - written.length);
      this.#start = larger.length - written.length;
      this.#bytes = larger;
    }
    this.#start -= sizeBytes;
  }
}
