import { type ByteView, byteView } from './byte-view.ts';
import { hexDigit } from './hex-digit.ts';
import { type TextEnds, unescapeJson } from './unescape-json.ts';

const FIRST_BYTES = 64 * 1024;
/** Up to this many bytes a loop copies faster than a call does, from memory that several threads see above all. */
const MAX_LOOPED = 1_024;

/** Writes protobuf's wire format into a buffer that grows. Tags are those of `otlp-tags.ts`. */
export class WireWriter {
  #bytes: Buffer;
  #target: ByteView;
  #length = 0;
  readonly #ends: TextEnds = { source: 0, target: 0 };

  /** @param room How many bytes will be written, mostly, or where they go as long as they fit there. */
  constructor(room: number | Buffer = FIRST_BYTES) {
    this.#bytes = typeof room === 'number' ? Buffer.allocUnsafeSlow(Math.max(room, 16)) : room;
    this.#target = byteView(this.#bytes);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Begins anew in the same memory. */
  clear(): void {
    this.#length = 0;
  }

  /** Takes back what was written beyond so many bytes. */
  cutTo(length: number): void {
    this.#length = length;
  }

  /** What was written: a view, valid until more is written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * Begins a nested message.
   *
   * @param lengthBytes How many its length will take, mostly.
   * @returns the place to give to `end`.
   */
  begin(tag: number, lengthBytes = 1): number {
    this.varint(tag);
    this.#reserve(lengthBytes);
    const place = this.#length;
    this.#length += lengthBytes;
    return place;
  }

  /** Puts the length before what was written since `begin`, moving that where it takes more or fewer bytes. */
  end(place: number, lengthBytes = 1): void {
    const start = place + lengthBytes;
    const length = this.#length - start;
    const bytes = varintBytes(length);
    if (bytes !== lengthBytes) {
      this.#reserve(bytes);
      this.#bytes.copyWithin(place + bytes, start, this.#length);
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

  /** The same for a part of other bytes. */
  part(tag: number, source: ByteView, start: number, end: number): void {
    const length = end - start;
    this.varint(tag);
    this.varint(length);
    this.#reserve(length);
    if (length > MAX_LOOPED) source.bytes.copy(this.#bytes, this.#length, start, end);
    else this.#copy(source, start, end);
    this.#length += length;
  }

  /** Four at a time. The source may be the same memory, ahead of what is written. */
  #copy({ bytes, view }: ByteView, start: number, end: number): void {
    let to = this.#length;
    let from = start;
    for (; from + 4 <= end; from += 4, to += 4) this.#target.view.setInt32(to, view.getInt32(from, true), true);
    for (; from < end; from++, to++) this.#bytes[to] = bytes[from]!;
  }

  /** A field of bytes, given as hexadecimal digits. @returns false if they are not. */
  hex(tag: number, source: Buffer, start: number, end: number): boolean {
    const length = (end - start) / 2;
    if (!Number.isInteger(length)) return false;
    this.varint(tag);
    this.varint(length);
    this.#reserve(length);
    let isHex = true;
    for (let at = 0; at < length; at++) {
      const high = hexDigit(source[start + 2 * at]!);
      const low = hexDigit(source[start + 2 * at + 1]!);
      if (high < 0 || low < 0) isHex = false;
      this.#bytes[this.#length++] = (high << 4) | low;
    }
    return isHex;
  }

  /**
   * A field of the JSON string that begins at `start` in UTF-8, behind its quote.
   *
   * @returns the place behind it, -1 if it is malformed.
   */
  unescaped(tag: number, source: ByteView, start: number): number {
    const place = this.begin(tag, 2);
    // What it becomes is never longer; as long as what was written before is not either, there is room already.
    this.#reserve(source.bytes.byteLength - start);
    const ends = this.#ends;
    ends.source = start;
    ends.target = this.#length;
    if (!unescapeJson(source, this.#target, ends)) return -1;
    this.#length = ends.target;
    this.end(place, 2);
    return ends.source;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.byteLength) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.byteLength * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    this.#target = byteView(larger);
  }
}

function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) count++;
  return count;
}
