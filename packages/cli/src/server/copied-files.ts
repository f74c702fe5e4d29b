/** How often something is said of work that takes long, ms. */
const EVERY_MS = 5_000;

/** How many files have been copied: nobody knows how many there are before they have been listed. */
export class CopiedFiles {
  #saidMs = performance.now();
  #files = 0;
  #bytes = 0;

  /** Takes note of one more. @returns a line where it is time to say something */
  add(bytes: number): string | undefined {
    this.#files++;
    this.#bytes += bytes;
    const nowMs = performance.now();
    if (nowMs - this.#saidMs < EVERY_MS) return undefined;
    this.#saidMs = nowMs;
    return `${this.#files.toLocaleString('en')} files  ${this.#bytes.toLocaleString('en')} bytes`;
  }
}
