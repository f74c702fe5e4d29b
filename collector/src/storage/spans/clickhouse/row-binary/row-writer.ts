const FIRST_BYTES = 64 * 1024;

/** Writes rows in ClickHouse's RowBinary: values one behind the other, numbers little-endian, texts with their length. */
export class RowWriter {
  #buffer: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What has been written; it stands in this writer's memory until the next `clear`. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
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
    this.#length = this.#buffer.writeUInt32LE(value, this.#length);
  }

  uint64(value: bigint): void {
    this.#reserve(8);
    this.#length = this.#buffer.writeBigUInt64LE(value, this.#length);
  }

  /** A whole number that a double holds exactly, of either sign. */
  int64(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.#buffer.writeUInt32LE(value - high * 0x1_0000_0000, this.#length);
    this.#length = this.#buffer.writeInt32LE(high, this.#length + 4);
  }

  /** An id of so many bytes as hex digits; '' is all zero. */
  id(hex: string, bytes: number): void {
    this.#reserve(bytes);
    if (hex === '') this.#buffer.fill(0, this.#length, this.#length + bytes);
    else this.#buffer.write(hex, this.#length, 'hex');
    this.#length += bytes;
  }

  ids(values: readonly string[], bytes: number): void {
    this.#size(values.length);
    for (const value of values) this.id(value, bytes);
  }

  text(value: string): void {
    // UTF-8 takes three bytes for a unit of UTF-16 at most: then one byte is enough for the length.
    if (value.length < 0x80 / 3) {
      this.#reserve(0x80);
      const written = this.#buffer.write(value, this.#length + 1, 'utf8');
      this.#buffer[this.#length] = written;
      this.#length += written + 1;
      return;
    }
    const bytes = Buffer.byteLength(value);
    this.#size(bytes);
    this.#reserve(bytes);
    this.#length += this.#buffer.write(value, this.#length, 'utf8');
  }

  texts(values: readonly string[]): void {
    this.#size(values.length);
    for (const value of values) this.text(value);
  }

  bytes(value: Uint8Array): void {
    this.#size(value.length);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** A length as LEB128. */
  #size(value: number): void {
    this.#reserve(5);
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#buffer[this.#length++] = (rest & 0x7f) | 0x80;
    this.#buffer[this.#length++] = rest;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
