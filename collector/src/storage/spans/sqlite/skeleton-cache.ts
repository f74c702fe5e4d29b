import type { SkeletonEncoding } from '../encode-skeleton.ts';

/** A trace of 100,000 spans takes about 2 MB as gzip. */
const MAX_ENTRY_BYTES = 2 * 1024 * 1024;
const MAX_ENTRIES = 4;

/**
 * The skeletons that were asked for last: a page is loaded again, several people look at the same trace. They are
 * known by the number of the trace's last change, which no other state of any trace ever has, so none goes stale.
 */
export class SkeletonCache {
  /** The least recently used one comes first. */
  readonly #entries = new Map<string, Uint8Array<ArrayBuffer>>();

  /** @returns bytes of the caller's own. */
  get(change: number, encoding: SkeletonEncoding): Uint8Array<ArrayBuffer> | undefined {
    const key = `${change} ${encoding}`;
    const bytes = this.#entries.get(key);
    if (bytes === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, bytes);
    return bytes.slice();
  }

  /** The bytes stay the caller's: what is kept is a copy. */
  put(change: number, encoding: SkeletonEncoding, bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes.byteLength > MAX_ENTRY_BYTES) return;
    this.#entries.set(`${change} ${encoding}`, bytes.slice());
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) break;
      this.#entries.delete(oldest);
    }
  }
}
