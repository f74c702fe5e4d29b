import { ApiError } from '../errors.ts';

export const DEFAULT_BYTES_IN_FLIGHT: number = 64 * 1024 * 1024;

/** Longer than whatever is being written takes; those who have begun and stall are cut off some time after. */
const PATIENCE_MS = 10_000;

/** Somebody who has begun and finds no room to go on. */
interface Waiting {
  readonly bytes: number;
  readonly ownBytes: number;
  /** Called as soon as the bytes are held. */
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
      wait: (more, own, taken) => this.#wait(more, own, taken),
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

  #wait(bytes: number, ownBytes: number, taken: () => void): AwaitedRoom {
    if (this.#waiting !== undefined) throw noRoom();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      if (this.#waiting !== waiting) return;
      this.#waiting = undefined;
      clearTimeout(patience);
      reject(noRoom());
    };
    const patience = setTimeout(leave, this.#patienceMs).unref();
    const waiting: Waiting = {
      bytes,
      ownBytes,
      resolve: () => {
        clearTimeout(patience);
        taken();
        resolve();
      },
    };
    this.#waiting = waiting;
    return { room: promise, leave };
  }
}

/** Room that is waited for. */
interface AwaitedRoom {
  readonly room: Promise<void>;
  /** Rejects the room. Harmless once that is settled. */
  readonly leave: () => void;
}

/** What a part of a budget asks of the whole. */
interface Budget {
  readonly hasRoom: (bytes: number, ownBytes: number) => boolean;
  readonly change: (bytes: number) => void;
  /** Calls `taken` once there was room and the bytes are held, and resolves. */
  readonly wait: (bytes: number, ownBytes: number, taken: () => void) => AwaitedRoom;
}

/** A part of a {@link ByteBudget}, given back by whoever took it. */
export class ByteHold {
  readonly #budget: Budget;
  #bytes = 0;
  #awaited: AwaitedRoom | undefined;

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
   * Grows at once, or as soon as there is room for one that holds something already. To be released meanwhile is to give
   * up.
   *
   * @returns undefined where there is room now, else a promise of it.
   * @throws ApiError `RESOURCE_EXHAUSTED` as `grow`, and where another one waits already; the promise, where the others
   * take too long, or this one has given up.
   */
  growPatiently(bytes: number): Promise<void> | undefined {
    if (this.#bytes === 0 || this.#budget.hasRoom(bytes, this.#bytes)) {
      this.grow(bytes);
      return undefined;
    }
    this.#awaited = this.#budget.wait(bytes, this.#bytes, () => {
      this.#bytes += bytes;
    });
    return this.#awaited.room;
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
    this.#awaited?.leave();
    this.shrinkTo(0);
  }
}

function noRoom(): ApiError {
  return new ApiError('RESOURCE_EXHAUSTED', 'too much is being written at the moment; send it again later');
}
