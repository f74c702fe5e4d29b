import { youngCollector } from './collect-young.ts';

/** Where the bodies of requests are put, from the socket to the commit. */
export interface BodyBuffers {
  /** Room for a body, whatever stood there before. */
  take(bytes: number): Buffer;
  /** Gives room back that nobody looks at any more. Harmless for bytes that were not taken here. */
  give(body: Uint8Array): void;
}

/** Senders' bodies mostly fit: some hundred spans of a few kilobytes. */
export const SLAB_BYTES: number = 2 * 1024 * 1024;

/** As many as are usually under way at once. */
const MAX_IDLE_SLABS = 8;

/** How much comes in between two looks for pieces of bodies that have been copied to their place. */
const COLLECT_EACH_BYTES = 4 * 1024 * 1024;

/**
 * Memory that two threads see, used over and over: handing a body to another thread then copies nothing, and leaves
 * neither of them a buffer to be collected, which cost more than reading the spans in it.
 */
export class SharedBodyBuffers implements BodyBuffers {
  readonly #idle: SharedArrayBuffer[] = [];
  readonly #collectYoung = youngCollector();
  #bytesSinceCollected = 0;

  take(bytes: number): Buffer {
    if (bytes > SLAB_BYTES) return Buffer.from(new ArrayBuffer(bytes));
    return Buffer.from(this.#idle.pop() ?? new SharedArrayBuffer(SLAB_BYTES), 0, bytes);
  }

  give({ buffer, byteLength }: Uint8Array): void {
    this.#bytesSinceCollected += byteLength;
    if (this.#bytesSinceCollected >= COLLECT_EACH_BYTES) {
      this.#bytesSinceCollected = 0;
      this.#collectYoung();
    }
    if (!(buffer instanceof SharedArrayBuffer) || buffer.byteLength !== SLAB_BYTES) return;
    if (this.#idle.length < MAX_IDLE_SLABS) this.#idle.push(buffer);
  }
}

/** Buffers of their own: for stores that keep what they are given. */
export const OWN_BODY_BUFFERS: BodyBuffers = {
  take: (bytes) => Buffer.from(new ArrayBuffer(bytes)),
  give: () => {},
};
