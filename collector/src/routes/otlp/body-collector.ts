import { ApiError } from '../../errors.ts';
import type { BodyBuffers } from '../../ingest/body-buffers.ts';
import type { ByteHold } from '../../ingest/byte-budget.ts';

/** How much a body may take, and where it goes. */
export interface BodyRoom {
  /** For the body as sent as well as inflated. */
  readonly maxBytes: number;
  /** Grows by what has come in. */
  readonly hold: ByteHold;
  readonly buffers: BodyBuffers;
}

/** Puts a body together from what comes in of it. Nothing is set aside for what has only been announced. */
export class BodyCollector {
  readonly #room: BodyRoom;
  readonly #tooLarge: string;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(room: BodyRoom, tooLarge: string) {
    this.#room = room;
    this.#tooLarge = tooLarge;
  }

  /** @throws ApiError `PAYLOAD_TOO_LARGE` or `RESOURCE_EXHAUSTED`; the chunk is not kept then. */
  add(chunk: Uint8Array): void {
    const length = this.#length + chunk.byteLength;
    if (length > this.#room.maxBytes) throw new ApiError('PAYLOAD_TOO_LARGE', this.#tooLarge);
    this.#room.hold.grow(chunk.byteLength);
    this.#length = length;
    this.#chunks.push(chunk);
  }

  /** All of it in one piece. */
  whole(): Uint8Array {
    const whole = this.#room.buffers.take(this.#length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return whole;
  }
}
