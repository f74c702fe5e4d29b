import { ApiError } from '../errors.ts';

export const DEFAULT_BYTES_IN_FLIGHT: number = 64 * 1024 * 1024;

/** Longer than whatever is being written takes; those who have begun and stall are cut off some time after. */
const PATIENCE_MS = 10_000;

/** Somebody who has begun and finds no room to go on. */
interface Waiting {
  readonly bytes: number;
  readonly ownBytes: number;
  readonly resolve: () => void;
}

/**
 * Bounds the bytes of requests that are held at one time, in all. A request that is alone gets through whatever its
 * size: refused, it would be sent again and refused again. Its own limit bounds it. One that has begun may wait for
 * room; meanwhile no other one begins, so that it comes, however many smaller ones there are.
 */
export class ByteBudget {
  readonly #limitBytes: number;
  readonly #patienceMs: number;
  #heldBytes = 0;
  /** One at a time: several of them might wait for what the others hold. */
  #waiting: Waiting | undefined;

  constructor(limitBytes: number = DEFAULT_BYTES_IN_FLIGHT, patienceMs: number = PATIENCE_MS) {
    this.#limitBytes = limitBytes;
    this.#patienceMs = patienceMs;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** @throws ApiError `RESOURCE_EXHAUSTED` if that is too much now; nothing is held then. */
  hold(bytes = 0): ByteHold {
    const hold = new ByteHold({
      hasRoom: (more, own) => this.#hasRoom(more, own) && (own > 0 || this.#waiting === undefined),
      change: (more) => this.#change(more),
      wait: (more, own) => this.#wait(more, own),
    });
    hold.grow(bytes);
    return hold;
  }

  #hasRoom(bytes: number, ownBytes: number): boolean {
    return this.#heldBytes + bytes <= this.#limitBytes || this.#heldBytes <= ownBytes;
  }

  #change(bytes: number): void {
    this.#heldBytes += bytes;
    const waiting = this.#waiting;
    if (waiting === undefined || !this.#hasRoom(waiting.bytes, waiting.ownBytes)) return;
    this.#waiting = undefined;
    this.#heldBytes += waiting.bytes;
    waiting.resolve();
  }

  #wait(bytes: number, ownBytes: number): Promise<void> {
    if (this.#waiting !== undefined) throw noRoom();
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => {
        this.#waiting = undefined;
        reject(noRoom());
      }, this.#patienceMs).unref();
      this.#waiting = {
        bytes,
        ownBytes,
        resolve: () => {
          clearTimeout(giveUp);
          resolve();
        },
      };
    });
  }
}

/** What a part of a budget asks of the whole. */
interface Budget {
  readonly hasRoom: (bytes: number, ownBytes: number) => boolean;
  readonly change: (bytes: number) => void;
  /** Resolves once there was room and the bytes are held. */
  readonly wait: (bytes: number, ownBytes: number) => Promise<void>;
}

/** A part of a {@link ByteBudget}, given back by whoever took it. */
export class ByteHold {
  readonly #budget: Budget;
  #bytes = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** @throws ApiError `RESOURCE_EXHAUSTED` if there is no room; what was held before stays held. */
  grow(bytes: number): void {
    if (bytes > 0 && !this.#budget.hasRoom(bytes, this.#bytes)) throw noRoom();
    this.#bytes += bytes;
    this.#budget.change(bytes);
  }

  /**
   * Grows at once, or as soon as there is room for one that holds something already. Not to be released meanwhile.
   *
   * @returns undefined where there is room now, else a promise of it.
   * @throws ApiError `RESOURCE_EXHAUSTED` as `grow`, and where another one waits already; the promise, where the others
   * take too long.
   */
  growPatiently(bytes: number): Promise<void> | undefined {
    if (this.#bytes === 0 || this.#budget.hasRoom(bytes, this.#bytes)) {
      this.grow(bytes);
      return undefined;
    }
    return this.#budget.wait(bytes, this.#bytes).then(() => {
      this.#bytes += bytes;
    });
  }

  /** Gives back what is held beyond so many bytes. */
  shrinkTo(bytes: number): void {
    const rest = Math.min(bytes, this.#bytes);
    const change = rest - this.#bytes;
    this.#bytes = rest;
    this.#budget.change(change);
  }

  /** Gives everything back. Harmless a second time. */
  release(): void {
    this.shrinkTo(0);
  }
}

function noRoom(): ApiError {
  return new ApiError('RESOURCE_EXHAUSTED', 'too much is being written at the moment; send it again later');
}
