/** Reads rows in ClickHouse's RowBinary, value by value in the order of their columns. */
export class RowReader {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#buffer = bytes;
  }

  get hasMore(): boolean {
    return this.#offset < this.#buffer.length;
  }

  flag(): boolean {
    return this.uint8() !== 0;
  }

  uint8(): number {
    return this.#buffer[this.#offset++] ?? 0;
  }

  uint32(): number {
    this.#offset += 4;
    return this.#buffer.readUInt32LE(this.#offset - 4);
  }

  uint64(): bigint {
    this.#offset += 8;
    return this.#buffer.readBigUInt64LE(this.#offset - 8);
  }

  /** Of either sign, up to what a double holds exactly. */
  int64(): number {
    const low = this.#buffer.readUInt32LE(this.#offset);
    const high = this.#buffer.readInt32LE(this.#offset + 4);
    this.#offset += 8;
    return high * 0x1_0000_0000 + low;
  }

  float64(): number {
    this.#offset += 8;
    return this.#buffer.readDoubleLE(this.#offset - 8);
  }

  /** So many bytes as hex digits, '' where all are zero: no id is. */
  id(bytes: number): string {
    this.#offset += bytes;
    const hex = this.#buffer.toString('hex', this.#offset - bytes, this.#offset);
    return /^0+$/.test(hex) ? '' : hex;
  }

  text(): string {
    const bytes = this.size();
    this.#offset += bytes;
    return this.#buffer.toString('utf8', this.#offset - bytes, this.#offset);
  }

  texts(): string[] {
    return Array.from({ length: this.size() }, () => this.text());
  }

  float64s(): number[] {
    return Array.from({ length: this.size() }, () => this.float64());
  }

  /** A copy. */
  bytes(): Uint8Array {
    return new Uint8Array(this.slice());
  }

  /** Bytes in the memory that all of this stands in. */
  slice(): Uint8Array {
    const bytes = this.size();
    this.#offset += bytes;
    return this.#buffer.subarray(this.#offset - bytes, this.#offset);
  }

  /** Every row of what is left. */
  all<T>(read: (reader: RowReader) => T): T[] {
    const rows: T[] = [];
    while (this.hasMore) rows.push(read(this));
    return rows;
  }

  /** How many bytes, or values, follow. */
  size(): number {
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.uint8();
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) return size >>> 0;
    }
  }
}
