import { MAX_CHUNK_SPANS } from '../chunk/chunk-plan.ts';
import { FLAG, SECTION } from '../chunk/section.ts';
import type { HotChunk, HotSection } from './hot-chunk.ts';

/** Columns of one chunk after the other, written out on demand into buffers that stay. */
export class ChunkRows {
  readonly #buffers = new Map<HotSection, Float64Array>();
  readonly #filled = new Set<HotSection>();
  #chunk: HotChunk | undefined;

  /** Goes on to another chunk: what was given of the one before is overwritten. */
  open(chunk: HotChunk): void {
    this.#chunk = chunk;
    this.#filled.clear();
  }

  get chunk(): HotChunk {
    if (this.#chunk === undefined) throw new TypeError('no chunk is open');
    return this.#chunk;
  }

  column(section: HotSection): Float64Array {
    const known = this.#buffers.get(section) ?? new Float64Array(MAX_CHUNK_SPANS + 1);
    this.#buffers.set(section, known);
    if (this.#filled.has(section)) return known;
    this.#filled.add(section);
    return this.chunk.fill(section, known);
  }

  /** ns since the Unix epoch, to 256 ns. */
  startNs(row: number): number {
    return this.column(SECTION.startHigh)[row]! * 0x1_0000_0000 + this.column(SECTION.startLow)[row]!;
  }

  exactStartNs(row: number): bigint {
    return (BigInt(this.column(SECTION.startHigh)[row]!) << 32n) | BigInt(this.column(SECTION.startLow)[row]!);
  }

  isPending(row: number): boolean {
    return (this.column(SECTION.flags)[row]! & FLAG.pending) !== 0;
  }

  /** 0 unset, 1 ok, 2 error, 3 running. */
  status(row: number): number {
    return this.isPending(row) ? 3 : this.column(SECTION.status)[row]!;
  }

  /** First row of each trace, and one more for the end. */
  firstRows(): Float64Array {
    return this.column(SECTION.traceFirstRow);
  }
}
