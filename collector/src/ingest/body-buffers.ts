import { youngCollector } from './collect-young.ts';

/** Where the bodies of requests are put, from the socket to the commit. */
export interface BodyBuffers {
  /** Room for a body, whatever stood there before. Of what is larger than a slab only the part that is used takes memory. */
  take(bytes: number): Buffer;
  /** Gives room back that nobody looks at any more. Harmless for bytes that were not taken here. */
  give(body: Uint8Array): void;
  /** To be told of pieces that nobody needs any more, such as those that have been copied to their place. */
  copied(bytes: number): void;
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

  give({ buffer }: Uint8Array): void {
    if (isLarge(buffer)) releaseBytes(buffer);
    if (!(buffer instanceof SharedArrayBuffer) || buffer.byteLength !== SLAB_BYTES) return;
    if (this.#idle.length < MAX_IDLE_SLABS) this.#idle.push(buffer);
  }

  copied(bytes: number): void {
    this.#bytesSinceCollected += bytes;
    if (this.#bytesSinceCollected < COLLECT_EACH_BYTES) return;
    this.#bytesSinceCollected = 0;
    this.#collectYoung();
  }
}

/** Buffers of their own: for stores that keep what they are given. */
export const OWN_BODY_BUFFERS: BodyBuffers = {
  take: (bytes) => Buffer.from(new ArrayBuffer(bytes)),
  give: () => {},
  copied: () => {},
};

/** Whether these are a body's own: pools and sockets have no buffers of that size. */
export function isLarge(buffer: ArrayBufferLike): buffer is ArrayBuffer {
  return buffer instanceof ArrayBuffer && buffer.byteLength > SLAB_BYTES;
}

/** Gives memory back to the system at once, where the next collection may be long in coming. Nobody can look at it then. */
export function releaseBytes(buffer: ArrayBuffer): void {
  buffer.transfer(0);
}
