import { copyBytes } from '../copy-bytes.ts';
import { ApiError } from '../errors.ts';
import { type BodyBuffers, SLAB_BYTES } from '../ingest/body-buffers.ts';
import type { ByteHold } from '../ingest/byte-budget.ts';

/** What a body takes of all that may be in flight. */
export type BodyHold = Pick<ByteHold, 'growPatiently' | 'release'>;

/** How much a body may take, and where it goes. */
export interface BodyRoom {
  /** For the body as sent as well as inflated. */
  readonly maxBytes: number;
  /** Grows by what has come in. */
  readonly hold: BodyHold;
  readonly buffers: BodyBuffers;
}

/**
 * Puts a body together from what comes in of it, each piece while the processor still has it at hand. Nothing is set
 * aside for what has only been announced: one that comes in one piece, or stalls behind it, takes no room before its end.
 */
export class BodyCollector {
  readonly #room: BodyRoom;
  readonly #tooLarge: string;
  #length = 0;
  #first: Uint8Array = new Uint8Array(0);
  /** Room for what has come in, from the second piece on: larger slabs as it grows, and then all that may come. */
  #place: Buffer | undefined;

  constructor(room: BodyRoom, tooLarge: string) {
    this.#room = room;
    this.#tooLarge = tooLarge;
  }

  /**
   * @returns undefined where there was room, else a promise of it, before which nothing else is to be added.
   * @throws ApiError `PAYLOAD_TOO_LARGE` or `RESOURCE_EXHAUSTED`, as does the promise; the piece is not kept then.
   */
  add(piece: Uint8Array): Promise<void> | undefined {
    if (this.#length + piece.byteLength > this.#room.maxBytes) throw new ApiError('PAYLOAD_TOO_LARGE', this.#tooLarge);
    const room = this.#room.hold.growPatiently(piece.byteLength);
    if (room !== undefined) return room.then(() => this.#put(piece));
    this.#put(piece);
    return undefined;
  }

  /** All of it in one piece. */
  whole(): Uint8Array {
    if (this.#place === undefined) this.#moveTo(this.#room.buffers.take(this.#length), this.#length);
    return this.#place!.subarray(0, this.#length);
  }

  /** Gives back what was taken, once nobody wants the rest. */
  drop(): void {
    if (this.#place !== undefined) this.#room.buffers.give(this.#place);
    this.#place = undefined;
    this.#first = new Uint8Array(0);
  }

  #put(piece: Uint8Array): void {
    const before = this.#length;
    const length = before + piece.byteLength;
    const { maxBytes, buffers } = this.#room;
    this.#length = length;
    if (before === 0) {
      this.#first = piece;
      return;
    }
    if (this.#place === undefined || length > this.#place.byteLength) {
      this.#moveTo(buffers.take(length > SLAB_BYTES ? maxBytes : length), before);
    }
    copyBytes(piece, this.#place!, before);
    buffers.copied(piece);
  }

  #moveTo(place: Buffer, length: number): void {
    copyBytes((this.#place ?? this.#first).subarray(0, length), place, 0);
    if (this.#place === undefined) this.#room.buffers.copied(this.#first);
    this.drop();
    this.#place = place;
  }
}
