import { copyBytes } from '../../../../copy-bytes.ts';
import type { Segment } from './chunk-plan.ts';
import { compress } from './zstd.ts';

/** Uncompressed; a single larger span has a frame of its own. */
const MAX_FRAME_BYTES = 512 * 1024;

/** The payloads of a chunk, compressed. */
export interface PayloadFrames {
  readonly frames: readonly Uint8Array[];
  /** First row of each frame. */
  readonly firstRows: readonly number[];
}

/** Packs payloads in row order. A trace starts a new frame if the current one cannot take it whole. */
export class FramePacker {
  #buffer = Buffer.alloc(MAX_FRAME_BYTES);

  pack(segments: readonly Segment[]): PayloadFrames {
    const frames: Uint8Array[] = [];
    const firstRows: number[] = [];
    let row = 0;
    let used = 0;
    let firstRow = 0;
    const close = (): void => {
      if (row > firstRow) {
        frames.push(compress(this.#buffer.subarray(0, used)));
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
    return { frames, firstRows };
  }
}
