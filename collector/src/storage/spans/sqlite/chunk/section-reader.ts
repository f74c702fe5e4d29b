import { crc32 } from 'node:zlib';
import { DamagedChunk } from './damaged-chunk.ts';
import { CHUNK_VERSION, CODEC, ENTRY_BYTES, HEADER_BYTES, MAGIC, type SectionId, STORED } from './section.ts';
import { decompress } from './zstd.ts';

/** One number per row. */
export interface NumberColumn {
  at(row: number): number;
}

/** Numbers of a section: each is the base and what stands in its row, or the base alone. */
export interface PackedNumbers {
  readonly values: Uint8Array | Uint16Array | Uint32Array | Float64Array | undefined;
  readonly base: number;
}

/** Reads sections on demand, so that a question pays only for the columns it asks for. */
export class SectionReader {
  readonly spanCount: number;
  readonly traceCount: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #entries = new Map<number, number>();

  /** @throws DamagedChunk if the header or the checksum is wrong. */
  constructor(bytes: Uint8Array) {
    // Typed arrays want their first byte at a multiple of 8; a database hands its blobs out that way.
    this.#bytes = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    if (bytes.length < HEADER_BYTES || this.#view.getUint32(0, true) !== MAGIC) throw new DamagedChunk('not a chunk');
    if (this.#view.getUint32(20, true) !== bytes.length) throw new DamagedChunk('cut short');
    if (this.#view.getUint32(8, true) !== crc32(bytes.subarray(12))) throw new DamagedChunk('wrong checksum');
    const version = this.#view.getUint16(4, true);
    if (version !== CHUNK_VERSION) throw new DamagedChunk(`chunk version ${version} is unknown`);
    this.spanCount = this.#view.getUint32(12, true);
    this.traceCount = this.#view.getUint32(16, true);
    const sections = this.#view.getUint16(6, true);
    const directoryEnd = HEADER_BYTES + sections * ENTRY_BYTES;
    // That number stands before what the checksum is of: one too large takes what sections hold for entries.
    if (directoryEnd > bytes.length) throw new DamagedChunk('wrong number of sections');
    for (let entry = HEADER_BYTES; entry < directoryEnd; entry += ENTRY_BYTES) {
      if (this.#view.getUint32(entry + 4, true) < directoryEnd) throw new DamagedChunk('wrong number of sections');
      this.#entries.set(this.#view.getUint8(entry), entry);
    }
  }

  /** @throws DamagedChunk if the section is missing or cannot be unpacked. */
  bytes(id: SectionId): Uint8Array {
    const entry = this.#entry(id);
    const offset = this.#view.getUint32(entry + 4, true);
    const stored = this.#bytes.subarray(offset, offset + this.#view.getUint32(entry + 8, true));
    if (this.#view.getUint8(entry + 2) !== CODEC.zstd) return stored;
    try {
      return decompress(stored, this.#view.getUint32(entry + 12, true));
    } catch (error) {
      throw new DamagedChunk(`section ${id} cannot be unpacked`, { cause: error });
    }
  }

  /** @throws DamagedChunk if the section is missing. */
  numbers(id: SectionId): NumberColumn {
    const { values, base } = this.packed(id);
    return values === undefined ? { at: () => base } : { at: (row) => base + values[row]! };
  }

  /** The numbers as they are stored, laid over the bytes of the chunk. @throws DamagedChunk if the section is missing. */
  packed(id: SectionId): PackedNumbers {
    const entry = this.#entry(id);
    const base = this.#view.getFloat64(entry + 16, true);
    const bytes = this.bytes(id);
    switch (this.#view.getUint8(entry + 1)) {
      case STORED.constant:
        return { values: undefined, base };
      case STORED.u8:
        return { values: bytes, base };
      case STORED.u16:
        return { values: new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1), base };
      case STORED.u32:
        return { values: new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2), base };
      case STORED.f64:
        return { values: new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3), base: 0 };
      default:
        throw new DamagedChunk(`section ${id} is stored in an unknown way`);
    }
  }

  /** How many numbers, or raw bytes, a section holds. @throws DamagedChunk if it is missing. */
  size(id: SectionId): number {
    return this.#view.getUint32(this.#entry(id) + 12, true);
  }

  #entry(id: SectionId): number {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new DamagedChunk(`section ${id} is missing`);
    return entry;
  }
}
