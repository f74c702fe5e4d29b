/** Where the bodies of requests are put, from the socket to the commit. */
export interface BodyBuffers {
  /** Room for a body, whatever stood there before. */
  take(bytes: number): Uint8Array;
  /** Gives room back that nobody looks at any more. Harmless for bytes that were not taken here. */
  give(body: Uint8Array): void;
}

/** Senders' bodies mostly fit: some hundred spans of a few kilobytes. */
const SLAB_BYTES = 2 * 1024 * 1024;

/** As many as are usually under way at once. */
const MAX_IDLE_SLABS = 8;

/**
 * Memory that two threads see, used over and over: handing a body to another thread then copies nothing, and leaves
 * neither of them a buffer to be collected, which cost more than reading the spans in it.
 */
export class SharedBodyBuffers implements BodyBuffers {
  readonly #idle: SharedArrayBuffer[] = [];

  take(bytes: number): Uint8Array {
    if (bytes > SLAB_BYTES) return new Uint8Array(bytes);
    return new Uint8Array(this.#idle.pop() ?? new SharedArrayBuffer(SLAB_BYTES), 0, bytes);
  }

  give({ buffer }: Uint8Array): void {
    if (!(buffer instanceof SharedArrayBuffer) || buffer.byteLength !== SLAB_BYTES) return;
    if (this.#idle.length < MAX_IDLE_SLABS) this.#idle.push(buffer);
  }
}

/** Buffers of their own: for stores that keep what they are given. */
export const OWN_BODY_BUFFERS: BodyBuffers = { take: (bytes) => new Uint8Array(bytes), give: () => {} };
