const SLAB_BYTES = 256 * 1024;

/**
 * Keeps bytes side by side in a few large blocks outside of the heap, where the garbage collector has nothing to copy.
 * A block goes with the last of the bytes in it.
 */
export class ByteSlabs {
  #slab: Buffer = Buffer.alloc(0);
  #used = 0;

  keep(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    // A large one would leave much of a block unused.
    if (length > SLAB_BYTES / 4) return Buffer.from(bytes);
    if (this.#used + length > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#used = 0;
    }
    const kept = this.#slab.subarray(this.#used, this.#used + length);
    kept.set(bytes);
    this.#used += length;
    return kept;
  }
}
