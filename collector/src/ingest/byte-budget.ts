import { ApiError } from '../errors.ts';

export const DEFAULT_BYTES_IN_FLIGHT: number = 64 * 1024 * 1024;

/**
 * Bounds the bytes of requests that are held at one time, in all. A request that is alone gets through whatever its
 * size: refused, it would be sent again and refused again. Its own limit bounds it.
 */
export class ByteBudget {
  readonly #limitBytes: number;
  #heldBytes = 0;

  constructor(limitBytes: number = DEFAULT_BYTES_IN_FLIGHT) {
    this.#limitBytes = limitBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** @throws ApiError `RESOURCE_EXHAUSTED` if that is too much now; nothing is held then. */
  hold(bytes = 0): ByteHold {
    const hold = new ByteHold((change, own) => this.#change(change, own));
    hold.grow(bytes);
    return hold;
  }

  #change(bytes: number, ownBytes: number): void {
    if (bytes > 0 && this.#heldBytes + bytes > this.#limitBytes && this.#heldBytes > ownBytes) {
      throw new ApiError('RESOURCE_EXHAUSTED', 'too much is being written at the moment; send it again later');
    }
    this.#heldBytes += bytes;
  }
}

/** A part of a {@link ByteBudget}, given back by whoever took it. */
export class ByteHold {
  readonly #change: (bytes: number, ownBytes: number) => void;
  #bytes = 0;

  /** @param change Called with what is taken or given back, and what was held before. */
  constructor(change: (bytes: number, ownBytes: number) => void) {
    this.#change = change;
  }

  /** @throws ApiError `RESOURCE_EXHAUSTED` if there is no room; what was held before stays held. */
  grow(bytes: number): void {
    this.#change(bytes, this.#bytes);
    this.#bytes += bytes;
  }

  /** Gives everything back. Harmless a second time. */
  release(): void {
    this.#change(-this.#bytes, this.#bytes);
    this.#bytes = 0;
  }
}
