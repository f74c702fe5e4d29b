import { releaseBytes } from '../release-bytes.ts';

/** Where the bodies of requests are put, from the socket to the commit. */
export interface BodyBuffers {
  /** Room for so many bytes or more, whatever stood there before. Of what is larger than a slab only what is used takes memory. */
  take(bytes: number): Buffer;
  /** Gives room back that nobody looks at any more. Harmless for bytes that were not taken here. */
  give(body: Uint8Array): void;
  /** Takes pieces that nobody needs any more, such as those that have been copied to their place. */
  copied(piece: Uint8Array): void;
}

/** Senders' bodies mostly fit: some hundred spans of a few kilobytes. */
export const SLAB_BYTES: number = 2 * 1024 * 1024;

/**
 * Sizes of slabs. A slab takes all its memory whatever it holds, so a thousand senders of a few kilobytes must not have the
 * largest each: one is at most four times what has come in, or 16 KiB.
 */
const SIZES: readonly number[] = [16, 64, 256, 1_024, 2_048].map((kib) => kib * 1024);

/** As many as are usually under way at once, of each size. */
const MAX_IDLE_BYTES = 16 * 1024 * 1024;

/**
 * Memory that two threads see, used over and over: handing a body to another thread then copies nothing, and leaves
 * neither of them a buffer to be collected, which cost more than reading the spans in it. Pieces of bodies, which Node
 * hands over in buffers of their own, go back at once: V8 takes their sum for a heap that is running full, and would go
 * through all of it every few megabytes.
 */
export class SharedBodyBuffers implements BodyBuffers {
  readonly #idle: ReadonlyMap<number, SharedArrayBuffer[]> = new Map(SIZES.map((size) => [size, []]));

  take(bytes: number): Buffer {
    const size = SIZES.find((size) => size >= bytes);
    if (size === undefined) return Buffer.from(new ArrayBuffer(bytes));
    return Buffer.from(this.#idle.get(size)!.pop() ?? new SharedArrayBuffer(size));
  }

  give(body: Uint8Array): void {
    const { buffer } = body;
    if (isLarge(buffer)) releaseBytes(body);
    if (!(buffer instanceof SharedArrayBuffer)) return;
    const idle = this.#idle.get(buffer.byteLength);
    if (idle !== undefined && idle.length * buffer.byteLength < MAX_IDLE_BYTES) idle.push(buffer);
  }

  copied(piece: Uint8Array): void {
    // Whoever has a part of a buffer says nothing about the rest.
    if (piece.buffer.byteLength === piece.byteLength) releaseBytes(piece);
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
