import { copyBytes } from '../../../../copy-bytes.ts';
import type { Segment } from './chunk-plan.ts';
import { compress } from './zstd.ts';

/** Uncompressed; a single larger span has a frame of its own. */
const MAX_FRAME_BYTES = 512 * 1024;

/** Takes the frames of a chunk one by one; their bytes stand until the next one. */
export type StoreFrame = (index: number, frame: Uint8Array) => void;

/** Packs payloads in row order. A trace starts a new frame if the current one cannot take it whole. */
export class FramePacker {
  #buffer = Buffer.alloc(MAX_FRAME_BYTES);

  /** @returns the first row of each frame. */
  pack(segments: readonly Segment[], store: StoreFrame): readonly number[] {
    const firstRows: number[] = [];
    let row = 0;
    let used = 0;
    let firstRow = 0;
    const close = (): void => {
      if (row > firstRow) {
        store(firstRows.length, compress(this.#buffer.subarray(0, used)));
        firstRows.push(firstRow);
      }
      used = 0;
      firstRow = row;
    };
    for (const { trace, from, to } of segments) {
      let size = 0;
      for (let index = from; index < to; index++) size += trace.spans[index]!.payload.length;
      if (used + size > MAX_FRAME_BYTES) close();
      for (let index = from; index < to; index++, row++) {
        const { payload } = trace.spans[index]!;
        if (used > 0 && used + payload.length > MAX_FRAME_BYTES) close();
        if (payload.length > this.#buffer.length) this.#buffer = Buffer.alloc(payload.length);
        copyBytes(payload, this.#buffer, used);
        used += payload.length;
      }
    }
    close();
    // A giant among the spans must not hold its memory for good.
    if (this.#buffer.length > MAX_FRAME_BYTES) this.#buffer = Buffer.alloc(MAX_FRAME_BYTES);
    return firstRows;
  }
}
