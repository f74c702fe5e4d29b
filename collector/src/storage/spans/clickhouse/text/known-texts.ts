/** Shorter ones are scanned as quickly as they are looked up. */
const MIN_BYTES = 64;
/** A power of two. One that has been scanned may give way to another, and is then scanned once more. */
const SLOTS = 256;
/** Bytes that tell most texts of one length from each other. */
const SAMPLES = 16;
const PRIME = 0x01000193;

interface Text {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly mayBeJson: boolean;
}

/** Texts that have been scanned: what a model is told is told again with each call, and handed on from step to step. */
export class KnownTexts {
  readonly #slots: (Text | undefined)[] = new Array<Text | undefined>(SLOTS).fill(undefined);

  /** @returns whether it was there; if not, it is from now on. Its bytes must stay as they are. */
  has(bytes: Buffer, start: number, end: number, mayBeJson: boolean): boolean {
    if (end - start < MIN_BYTES) return false;
    const slot = slotOf(bytes, start, end);
    const text = this.#slots[slot];
    const isKnown =
      text !== undefined &&
      text.end - text.start === end - start &&
      text.mayBeJson === mayBeJson &&
      text.bytes.compare(bytes, start, end, text.start, text.end) === 0;
    if (!isKnown) this.#slots[slot] = { bytes, start, end, mayBeJson };
    return isKnown;
  }
}

function slotOf(bytes: Buffer, start: number, end: number): number {
  const step = (end - start - 1) / SAMPLES;
  let hash = end - start;
  for (let sample = 1; sample <= SAMPLES; sample++) {
    hash = Math.imul(hash ^ bytes[start + Math.floor(sample * step)]!, PRIME);
  }
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}
