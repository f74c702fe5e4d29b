import { copyBytes } from '../../../../copy-bytes.ts';
import type { Segment } from './chunk-plan.ts';
import { compress } from './zstd.ts';

/** Uncompressed; a single larger span has a frame of its own. */
const MAX_FRAME_BYTES = 512 * 1024;

/** Frames of other chunks are taken as they are from so many bytes on, uncompressed: smaller ones are put together. */
const MIN_COPIED_BYTES = 128 * 1024;

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
    for (let place = 0; place < segments.length; place++) {
      const copied = copiedFrame(segments, place);
      if (copied !== undefined) {
        close();
        store(firstRows.length, copied.frame);
        firstRows.push(row);
        row += copied.rows;
        firstRow = row;
        place = copied.lastPlace;
        continue;
      }
      const { trace, from, to } = segments[place]!;
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

/** A whole frame that the segments from a place on are copied with; undefined where there is none, or a small one. */
function copiedFrame(
  segments: readonly Segment[],
  place: number,
): { readonly frame: Uint8Array; readonly rows: number; readonly lastPlace: number } | undefined {
  const { trace: first } = segments[place]!;
  const found = 'chunk' in first ? first.chunk.frameFrom(first.rows.from) : undefined;
  if (found === undefined || !('chunk' in first)) return undefined;
  let row = first.rows.from;
  let bytes = 0;
  for (let at = place; at < segments.length; at++) {
    const { trace } = segments[at]!;
    if (!('chunk' in trace) || trace.chunk !== first.chunk || trace.rows.from !== row) return undefined;
    row = trace.rows.to;
    for (const { payload } of trace.spans) bytes += payload.length;
    if (row > found.to) return undefined;
    if (row < found.to) continue;
    return bytes < MIN_COPIED_BYTES ? undefined : { frame: found.frame, rows: row - first.rows.from, lastPlace: at };
  }
  return undefined;
}
