const FIRST_BYTES = 64 * 1024;
/** Up to this many units, writing them one by one is faster than a call that leaves JavaScript. */
const MAX_SHORT = 40;
const TWO_TO_32 = 0x1_0000_0000;

/** Writes values as ClickHouse's RowBinary and Native have them: one behind the other, numbers little-endian, texts with their length. */
export class RowWriter {
  #buffer: Buffer;
  #view: DataView;
  #length = 0;
  #lastId = '';
  #lastIdAt = 0;

  /** @param firstBytes how much memory it begins with */
  constructor(firstBytes: number = FIRST_BYTES) {
    this.#buffer = Buffer.allocUnsafeSlow(firstBytes);
    this.#view = viewOf(this.#buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** What has been written; it stands in this writer's memory until it is cleared. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Begins anew in the same memory. */
  clear(): void {
    this.#length = 0;
    this.#lastId = '';
  }

  flag(value: boolean): void {
    this.uint8(value ? 1 : 0);
  }

  uint8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  uint64(value: bigint): void {
    this.#reserve(8);
    this.#view.setBigUint64(this.#length, value, true);
    this.#length += 8;
  }

  /** A whole number that a double holds exactly, of either sign. */
  int64(value: number): void {
    this.#reserve(8);
    const low = value | 0;
    if (low === value) {
      this.#view.setInt32(this.#length, low, true);
      this.#view.setInt32(this.#length + 4, low >> 31, true);
      this.#length += 8;
      return;
    }
    const high = Math.floor(value / TWO_TO_32);
    this.#view.setUint32(this.#length, value - high * TWO_TO_32, true);
    this.#view.setInt32(this.#length + 4, high, true);
    this.#length += 8;
  }

  /** An id of so many bytes as lower-case hex digits; '' is all zero. */
  id(hex: string, bytes: number): void {
    this.#reserve(bytes);
    const buffer = this.#buffer;
    const from = this.#length;
    this.#length += bytes;
    if (hex === '') {
      buffer.fill(0, from, from + bytes);
      return;
    }
    // Spans of a trace come behind each other.
    if (hex === this.#lastId) {
      const offset = this.#lastIdAt - from;
      for (let at = from; at < this.#length; at++) buffer[at] = buffer[at + offset]!;
      return;
    }
    this.#lastId = hex;
    this.#lastIdAt = from;
    for (let index = 0; index < bytes; index++) {
      buffer[from + index] = (digit(hex.charCodeAt(2 * index)) << 4) | digit(hex.charCodeAt(2 * index + 1));
    }
  }

  ids(values: readonly string[], bytes: number): void {
    this.size(values.length);
    for (const value of values) this.id(value, bytes);
  }

  text(value: string): void {
    if (value.length <= MAX_SHORT && this.#shortText(value)) return;
    const bytes = Buffer.byteLength(value);
    this.size(bytes);
    this.#reserve(bytes);
    this.#length += this.#buffer.write(value, this.#length, 'utf8');
  }

  texts(values: readonly string[]): void {
    this.size(values.length);
    for (const value of values) this.text(value);
  }

  bytes(value: Uint8Array): void {
    this.size(value.length);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** How many bytes, or values, follow, as LEB128. */
  size(value: number): void {
    this.#reserve(5);
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#buffer[this.#length++] = (rest & 0x7f) | 0x80;
    this.#buffer[this.#length++] = rest;
  }

  /** @returns false, with nothing written, where it has more than ASCII */
  #shortText(value: string): boolean {
    this.#reserve(MAX_SHORT + 1);
    const buffer = this.#buffer;
    const from = this.#length + 1;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit >= 0x80) return false;
      buffer[from + index] = unit;
    }
    buffer[this.#length] = value.length;
    this.#length = from + value.length;
    return true;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
    this.#view = viewOf(grown);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Value of a lower-case hex digit by its code. */
function digit(code: number): number {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}
