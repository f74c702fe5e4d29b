import { crc32 } from 'node:zlib';
import { CHUNK_VERSION, CODEC, ENTRY_BYTES, HEADER_BYTES, MAGIC, type SectionId, STORED } from './section.ts';
import { compress } from './zstd.ts';

/** Texts shorter than this gain less from compression than a call of the compressor costs. */
const COMPRESS_FROM_BYTES = 1_024;

const WIDTHS = { [STORED.u8]: Uint8Array, [STORED.u16]: Uint16Array, [STORED.u32]: Uint32Array } as const;

interface Section {
  readonly id: SectionId;
  readonly stored: number;
  readonly codec: number;
  readonly base: number;
  /** Raw bytes, or how many numbers. */
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** Collects the sections of one chunk and lays them out behind a header and a directory. */
export class SectionWriter {
  readonly #sections: Section[] = [];

  /** The bytes are kept until {@link finish}: they must not change. */
  bytes(id: SectionId, bytes: Uint8Array, isCompressible = false): void {
    const packed = isCompressible && bytes.length >= COMPRESS_FROM_BYTES ? new Uint8Array(compress(bytes)) : bytes;
    const codec = packed === bytes ? CODEC.none : CODEC.zstd;
    this.#sections.push({ id, stored: STORED.bytes, codec, base: 0, size: bytes.length, bytes: packed });
  }

  /** The first `count` values, each as its distance from the least one in as few bytes as the widest needs. */
  numbers(id: SectionId, values: Float64Array, count: number): void {
    let least = count === 0 ? 0 : values[0]!;
    let most = least;
    let isWhole = true;
    for (let row = 0; row < count; row++) {
      const value = values[row]!;
      if (value < least) least = value;
      else if (value > most) most = value;
      if (value !== Math.floor(value)) isWhole = false;
    }
    const range = most - least;
    if (range === 0) this.#add(id, STORED.constant, least, count, new Uint8Array());
    else if (!isWhole || range > 0xffff_ffff) {
      this.#add(id, STORED.f64, 0, count, new Uint8Array(values.slice(0, count).buffer));
    } else {
      const stored = range <= 0xff ? STORED.u8 : range <= 0xffff ? STORED.u16 : STORED.u32;
      const packed = new WIDTHS[stored](count);
      for (let row = 0; row < count; row++) packed[row] = values[row]! - least;
      this.#add(id, stored, least, count, new Uint8Array(packed.buffer));
    }
  }

  finish(spanCount: number, traceCount: number): Uint8Array {
    const directoryEnd = HEADER_BYTES + this.#sections.length * ENTRY_BYTES;
    const length = this.#sections.reduce((end, { bytes }) => aligned(end) + bytes.length, directoryEnd);
    const chunk = new Uint8Array(length);
    const view = new DataView(chunk.buffer);
    let entry = HEADER_BYTES;
    let offset = directoryEnd;
    for (const { id, stored, codec, base, size, bytes } of this.#sections) {
      offset = aligned(offset);
      view.setUint8(entry, id);
      view.setUint8(entry + 1, stored);
      view.setUint8(entry + 2, codec);
      view.setUint32(entry + 4, offset, true);
      view.setUint32(entry + 8, bytes.length, true);
      view.setUint32(entry + 12, size, true);
      view.setFloat64(entry + 16, base, true);
      chunk.set(bytes, offset);
      entry += ENTRY_BYTES;
      offset += bytes.length;
    }
    view.setUint32(0, MAGIC, true);
    view.setUint16(4, CHUNK_VERSION, true);
    view.setUint16(6, this.#sections.length, true);
    view.setUint32(12, spanCount, true);
    view.setUint32(16, traceCount, true);
    view.setUint32(20, length, true);
    view.setUint32(8, crc32(chunk.subarray(12)), true);
    return chunk;
  }

  #add(id: SectionId, stored: number, base: number, count: number, bytes: Uint8Array): void {
    this.#sections.push({ id, stored, codec: CODEC.none, base, size: count, bytes });
  }
}

/** Typed arrays are laid over the chunk's bytes, so that every section starts at a multiple of 8. */
function aligned(offset: number): number {
  return (offset + 7) & ~7;
}
