import { copyBytes } from '../../copy-bytes.ts';
import { ApiError } from '../../errors.ts';
import { type BodyBuffers, SLAB_BYTES } from '../../ingest/body-buffers.ts';
import type { ByteHold } from '../../ingest/byte-budget.ts';

/** How much a body may take, and where it goes. */
export interface BodyRoom {
  /** For the body as sent as well as inflated. */
  readonly maxBytes: number;
  /** Grows by what has come in. */
  readonly hold: ByteHold;
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
  /** Room for what has come in, from the second piece on. */
  #start: Buffer | undefined;
  /** What did not fit there. */
  readonly #rest: Uint8Array[] = [];

  constructor(room: BodyRoom, tooLarge: string) {
    this.#room = room;
    this.#tooLarge = tooLarge;
  }

  /** @throws ApiError `PAYLOAD_TOO_LARGE` or `RESOURCE_EXHAUSTED`; the piece is not kept then. */
  add(piece: Uint8Array): void {
    const before = this.#length;
    const length = before + piece.byteLength;
    if (length > this.#room.maxBytes) throw new ApiError('PAYLOAD_TOO_LARGE', this.#tooLarge);
    this.#room.hold.grow(piece.byteLength);
    this.#length = length;
    if (before === 0) {
      this.#first = piece;
      return;
    }
    if (this.#start === undefined) {
      this.#start = this.#room.buffers.take(Math.max(SLAB_BYTES, this.#first.byteLength));
      copyBytes(this.#first, this.#start, 0);
    }
    if (this.#rest.length === 0 && length <= this.#start.byteLength) copyBytes(piece, this.#start, before);
    else this.#rest.push(piece);
  }

  /** All of it in one piece. */
  whole(): Uint8Array {
    if (this.#start !== undefined && this.#rest.length === 0) return this.#start.subarray(0, this.#length);
    const whole = this.#room.buffers.take(this.#length);
    let end = this.#length;
    for (const piece of this.#rest.toReversed()) {
      end -= piece.byteLength;
      copyBytes(piece, whole, end);
    }
    copyBytes((this.#start ?? this.#first).subarray(0, end), whole, 0);
    this.drop();
    return whole;
  }

  /** Gives back what was taken, once nobody wants the rest. */
  drop(): void {
    if (this.#start !== undefined) this.#room.buffers.give(this.#start);
    this.#start = undefined;
  }
}
