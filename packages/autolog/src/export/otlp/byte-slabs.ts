const SLAB_BYTES = 256 * 1024;
/** A larger one would leave much of a block unused. */
const MAX_BYTES = SLAB_BYTES / 4;
/** That a UTF-16 unit takes in UTF-8. */
const UNIT_BYTES = 3;

/**
 * Keeps bytes side by side in a few large blocks outside of the heap, where the garbage collector has nothing to copy.
 * A block goes with the last of the bytes in it.
 */
export class ByteSlabs {
  #slab: Buffer = Buffer.alloc(0);
  #used = 0;

  /** A copy of the bytes. */
  keep(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (length > MAX_BYTES) return Buffer.from(bytes);
    this.#makeRoom(length);
    this.#slab.set(bytes, this.#used);
    return this.#take(length);
  }

  /** The text in UTF-8. */
  keepText(text: string): Uint8Array {
    if (text.length * UNIT_BYTES > MAX_BYTES) return Buffer.from(text);
    this.#makeRoom(text.length * UNIT_BYTES);
    return this.#take(this.#slab.write(text, this.#used));
  }

  #makeRoom(sizeBytes: number): void {
    if (this.#used + sizeBytes <= this.#slab.length) return;
    this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    this.#used = 0;
  }

  #take(sizeBytes: number): Uint8Array {
    const start = this.#used;
    this.#used += sizeBytes;
    return new Uint8Array(this.#slab.buffer, start, sizeBytes);
  }
}
