import { malformedBody } from './malformed-body.ts';
import { RangeList } from './range-list.ts';
import { RequestSize } from './request-limits.ts';
import { TextCache } from './text-cache.ts';

const MAX_VARINT_BYTES = 10;
const TEXTS = new TextCache('utf8');
const IDS = new TextCache('hex');

/**
 * Reads protobuf's wire format from bytes that it does not own and never changes. `enter` narrows it to a nested
 * message and `leave` widens it again, so no field can reach beyond the message that holds it. Every method throws
 * {@link malformedBody} where the bytes do not hold what they announce.
 */
export class WireReader {
  readonly bytes: Buffer;
  /** What has been read so far: whoever makes something of it counts it here first. */
  readonly size: RequestSize = new RequestSize();
  /** Of the same bytes. */
  readonly view: DataView;
  /** Where values stand that are read when somebody asks for them. */
  readonly ranges: RangeList;
  offset = 0;
  /** Offset behind the innermost message entered. */
  limit: number;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.limit = bytes.byteLength;
    this.ranges = new RangeList(bytes.byteLength);
  }

  hasMore(): boolean {
    return this.offset < this.limit;
  }

  /** Enters a message whose length comes next. @returns the limit to give to `leave`. */
  enter(): number {
    const outer = this.limit;
    this.limit = this.#endOfNext();
    return outer;
  }

  leave(outer: number): void {
    this.offset = this.limit;
    this.limit = outer;
  }

  /** Goes to a message found before. */
  seek(start: number, end: number): void {
    this.offset = start;
    this.limit = end;
  }

  /** Tag of the next field. @throws for field number 0, groups and wire types that do not exist. */
  tag(): number {
    const tag = this.#uint32();
    if (tag < 8) throw malformedBody(`field number 0 at byte ${this.offset - 1}`);
    const type = tag & 7;
    if (type === 3 || type === 4) throw malformedBody(`a group at byte ${this.offset - 1}; OTLP has none`);
    if (type > 5) throw malformedBody(`wire type ${type} at byte ${this.offset - 1}`);
    return tag;
  }

  /**
   * Passes over a field that the caller does not know by its tag.
   *
   * @throws if its number is one of the message's own fields: then its wire type is wrong.
   */
  skipUnknown(tag: number, lastField: number, firstField = 1): void {
    const field = tag >>> 3;
    if (field >= firstField && field <= lastField) {
      throw malformedBody(`field ${field} has wire type ${tag & 7} at byte ${this.offset}`);
    }
    const type = tag & 7;
    if (type === 2) this.skipBytes();
    else if (type === 0) this.skipVarint();
    else this.#advance(type === 1 ? 8 : 4);
  }

  /** @returns the offset of the first byte passed over, behind their length. */
  skipBytes(): number {
    const end = this.#endOfNext();
    const start = this.offset;
    this.offset = end;
    return start;
  }

  skipVarint(): void {
    for (let count = 0; count < MAX_VARINT_BYTES; count++) if (this.#byte() < 0x80) return;
    throw malformedBody(`a number of more than ${MAX_VARINT_BYTES} bytes at byte ${this.offset}`);
  }

  /** Low 32 bits of a varint, unsigned: `uint32`, and `int32` or an enum after `| 0`. */
  varint32(): number {
    let value = 0;
    for (let count = 0; count < MAX_VARINT_BYTES; count++) {
      const byte = this.#byte();
      if (count < 5) value |= (byte & 0x7f) << (count * 7);
      if (byte < 0x80) return value >>> 0;
    }
    throw malformedBody(`a number of more than ${MAX_VARINT_BYTES} bytes at byte ${this.offset}`);
  }

  bool(): boolean {
    let bits = 0;
    for (let count = 0; count < MAX_VARINT_BYTES; count++) {
      const byte = this.#byte();
      bits |= byte & 0x7f;
      if (byte < 0x80) return bits !== 0;
    }
    throw malformedBody(`a number of more than ${MAX_VARINT_BYTES} bytes at byte ${this.offset}`);
  }

  /** An `int64` as a varint: a number where that is exact, else its decimal text. */
  int64(): number | string {
    let low = 0;
    let high = 0;
    for (let count = 0; count < MAX_VARINT_BYTES; count++) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (count < 4) low |= bits << (count * 7);
      else if (count === 4) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (count * 7 - 32);
      if (byte < 0x80) return exactInt64(low >>> 0, high | 0);
    }
    throw malformedBody(`a number of more than ${MAX_VARINT_BYTES} bytes at byte ${this.offset}`);
  }

  fixed64(): bigint {
    return this.view.getBigUint64(this.#advance(8), true);
  }

  skipFixed64(): void {
    this.#advance(8);
  }

  fixed32(): number {
    return this.view.getUint32(this.#advance(4), true);
  }

  double(): number {
    return this.view.getFloat64(this.#advance(8), true);
  }

  /** A text; invalid UTF-8 reads as U+FFFD and is no reason to refuse a span. */
  text(): string {
    const end = this.#endOfNext();
    const start = this.offset;
    this.offset = end;
    return start === end ? '' : TEXTS.read(this.bytes, this.view, start, end);
  }

  /** Bytes as lower-case hex digits. */
  hex(): string {
    const end = this.#endOfNext();
    const start = this.offset;
    this.offset = end;
    return start === end ? '' : this.bytes.toString('hex', start, end);
  }

  /** The same for an id that other spans have as well: a trace's, or a parent's. */
  sharedHex(): string {
    const end = this.#endOfNext();
    const start = this.offset;
    this.offset = end;
    return start === end ? '' : IDS.read(this.bytes, this.view, start, end);
  }

  base64(): string {
    const end = this.#endOfNext();
    const start = this.offset;
    this.offset = end;
    return this.bytes.toString('base64', start, end);
  }

  #byte(): number {
    if (this.offset >= this.limit) throw malformedBody(`it is cut short at byte ${this.offset}`);
    return this.bytes[this.offset++]!;
  }

  /** A varint of at most 32 bits and 5 bytes: a tag or a length, which no writer pads beyond that. */
  #uint32(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    const last = this.#byte();
    if (last > 0x0f) throw malformedBody(`a tag or length of more than 32 bits at byte ${this.offset - 1}`);
    return (value | (last << 28)) >>> 0;
  }

  #endOfNext(): number {
    const length = this.#uint32();
    const end = this.offset + length;
    if (end > this.limit) {
      throw malformedBody(
        `a field of ${length} bytes at byte ${this.offset}, where ${this.limit - this.offset} are left`,
      );
    }
    return end;
  }

  /** @returns the offset before. */
  #advance(count: number): number {
    const start = this.offset;
    if (start + count > this.limit) throw malformedBody(`it is cut short at byte ${start}`);
    this.offset = start + count;
    return start;
  }
}

function exactInt64(low: number, high: number): number | string {
  const value = high * 0x1_0000_0000 + low;
  if (Number.isSafeInteger(value)) return value;
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}
