import { DamagedChunk } from './damaged-chunk.ts';
import type { NumberColumn } from './section-reader.ts';
import { decompress } from './zstd.ts';

/** Where a payload lies: in which frame, and where in it once it is unpacked. */
export interface PayloadPlace {
  readonly frame: number;
  readonly frameBytes: number;
  readonly offset: number;
  readonly length: number;
}

/** Knows the payloads of a chunk by the rows that its frames begin with. */
export class PayloadPlaces {
  readonly #lengths: NumberColumn;
  /** First row of each frame, and the row behind the last one. */
  readonly #bounds: readonly number[];
  /** Where the payload of each row begins, and the last one ends, in all frames one behind the other; made when asked for. */
  #starts: Float64Array | undefined;

  constructor(lengths: NumberColumn, frameFirstRow: NumberColumn, frames: number, spanCount: number) {
    this.#lengths = lengths;
    this.#bounds = [...Array.from({ length: frames }, (_, frame) => frameFirstRow.at(frame)), spanCount];
  }

  of(row: number): PayloadPlace {
    const starts = this.starts();
    let frame = 0;
    while (frame + 2 < this.#bounds.length && this.#bounds[frame + 1]! <= row) frame++;
    const start = starts[this.#bounds[frame]!]!;
    return {
      frame,
      frameBytes: starts[this.#bounds[frame + 1]!]! - start,
      offset: starts[row]! - start,
      length: starts[row + 1]! - starts[row]!,
    };
  }

  /** The payload of every row. @throws DamagedChunk if a frame cannot be unpacked. */
  readAll(frameOf: (frame: number) => Uint8Array): Uint8Array[] {
    const payloads: Uint8Array[] = [];
    for (let frame = 0; frame + 1 < this.#bounds.length; frame++) {
      const first = this.#bounds[frame]!;
      const bytes = unpack(frameOf(frame), this.of(first).frameBytes);
      let offset = 0;
      for (let row = first; row < this.#bounds[frame + 1]!; row++) {
        const length = this.#lengths.at(row);
        payloads.push(bytes.subarray(offset, offset + length));
        offset += length;
      }
    }
    return payloads;
  }

  /** First row of each frame, and the row behind the last one. */
  get bounds(): readonly number[] {
    return this.#bounds;
  }

  /** Where the payload of each row begins, and the last one ends, in all of them one behind the other. */
  starts(): Float64Array {
    this.#starts ??= this.#readStarts();
    return this.#starts;
  }

  /** Unpacks all payloads, one behind the other. @throws DamagedChunk if a frame cannot be unpacked. */
  readInto(target: Uint8Array, frameOf: (frame: number) => Uint8Array): void {
    const starts = this.starts();
    for (let frame = 0; frame + 1 < this.#bounds.length; frame++) {
      const first = this.#bounds[frame]!;
      target.set(unpack(frameOf(frame), this.of(first).frameBytes), starts[first]);
    }
  }

  #readStarts(): Float64Array {
    const rows = this.#bounds.at(-1)!;
    const starts = new Float64Array(rows + 1);
    for (let row = 0; row < rows; row++) starts[row + 1] = starts[row]! + this.#lengths.at(row);
    return starts;
  }
}

/** One payload out of its frame. @throws DamagedChunk if the frame cannot be unpacked. */
export function readPayload(frame: Uint8Array, { frameBytes, offset, length }: PayloadPlace): Uint8Array {
  return unpack(frame, frameBytes).slice(offset, offset + length);
}

function unpack(frame: Uint8Array, length: number): Uint8Array {
  try {
    return decompress(frame, length);
  } catch (error) {
    throw new DamagedChunk('a payload frame cannot be unpacked', { cause: error });
  }
}
