import { isGap } from './scan-text.ts';

/** Shorter ones are scanned as quickly as they are looked up. */
const MIN_BYTES = 64;
/** How much of its beginning, and of its end, a text is found by. */
const EDGE_BYTES = 32;
/** A power of two. One that has been scanned may give way to another, and is then scanned once more. */
const SLOTS = 256;
const PRIME = 0x01000193;
const BACKSLASH = 0x5c;

/** Kinds of texts that are kept: what is taken for JSON, and that of which bytes alone have told the words. */
const IS_JSON = 1;
const IS_PLAIN = 2;

/** Texts by a hash, of which each slot keeps one. */
interface Slots {
  readonly starts: Int32Array;
  /** 0 where there is none. */
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
}

/**
 * Texts that have been scanned, all of them within the same bytes. What a model is told is told again with each call, with
 * some more behind it, and what one step finds is handed on to the next: what a text begins with like an earlier one, or
 * ends with, is known.
 */
export class KnownTexts {
  readonly #byBeginning = emptySlots();
  readonly #byEnd = emptySlots();
  /** Of the text that was looked for last: the part that is left to be scanned begins here. */
  from = 0;
  /** And ends here; nothing is left where `from` is not before it. */
  to = 0;

  /** Sets `from` and `to` for a text that stands between `start` and `end`. @param view of all of the bytes */
  find(bytes: Uint8Array, view: DataView, start: number, end: number, isJson: boolean): void {
    this.from = start;
    this.to = end;
    if (end - start < MIN_BYTES) return;
    const kind = isJson ? IS_JSON : 0;
    const alike = slotOf(bytes, start);
    const { starts, ends, kinds } = this.#byBeginning;
    if (ends[alike] !== 0 && (kinds[alike]! & IS_JSON) === kind) {
      const known = starts[alike]!;
      const same = sameBytes(bytes, view, known, start, Math.min(ends[alike]! - known, end - start));
      if (same === end - start && ends[alike] === known + same) this.from = end;
      // Of other letters than ASCII a text tells nothing of its parts.
      else if ((kinds[alike]! & IS_PLAIN) !== 0) this.from = behindLastGap(bytes, start, start + same);
    }
    if (this.from < end) this.#findEnd(bytes, view, start, end, kind | IS_PLAIN);
  }

  /** Keeps one of which all words have been added; its bytes stay as they are. */
  add(bytes: Uint8Array, start: number, end: number, isJson: boolean, isPlain: boolean): void {
    if (end - start < MIN_BYTES) return;
    const kind = (isJson ? IS_JSON : 0) | (isPlain ? IS_PLAIN : 0);
    keep(this.#byBeginning, slotOf(bytes, start), start, end, kind);
    keep(this.#byEnd, slotOf(bytes, end - EDGE_BYTES), start, end, kind);
  }

  clear(): void {
    this.#byBeginning.ends.fill(0);
    this.#byEnd.ends.fill(0);
  }

  /** The first gap between words from which on the text is the same as an earlier one. */
  #findEnd(bytes: Uint8Array, view: DataView, start: number, end: number, kind: number): void {
    const { starts, ends, kinds } = this.#byEnd;
    const alike = slotOf(bytes, end - EDGE_BYTES);
    const knownEnd = ends[alike]!;
    if (knownEnd === 0 || kinds[alike] !== kind) return;
    const offset = knownEnd - end;
    const first = Math.max(start, starts[alike]! - offset);
    let at = end;
    while (at - 4 >= first && view.getInt32(at - 4) === view.getInt32(at - 4 + offset)) at -= 4;
    while (at > first && bytes[at - 1] === bytes[at - 1 + offset]) at--;
    // Only a gap that follows something else than a backslash is one whatever stands before.
    for (at++; at < end; at++) {
      if (isGap(bytes[at]!) && bytes[at] !== BACKSLASH && bytes[at - 1] !== BACKSLASH) {
        this.to = at;
        return;
      }
    }
  }
}

function emptySlots(): Slots {
  return { starts: new Int32Array(SLOTS), ends: new Int32Array(SLOTS), kinds: new Uint8Array(SLOTS) };
}

function keep({ starts, ends, kinds }: Slots, slot: number, start: number, end: number, kind: number): void {
  starts[slot] = start;
  ends[slot] = end;
  kinds[slot] = kind;
}

/** How many bytes are the same from both places on, at most so many. */
function sameBytes(bytes: Uint8Array, view: DataView, a: number, b: number, most: number): number {
  let same = 0;
  while (same + 4 <= most && view.getInt32(a + same) === view.getInt32(b + same)) same += 4;
  while (same < most && bytes[a + same] === bytes[b + same]) same++;
  return same;
}

function behindLastGap(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  // What follows a backslash belongs to it.
  while (at > start && !(isGap(bytes[at - 1]!) && bytes[at - 1] !== BACKSLASH)) at--;
  return at;
}

function slotOf(bytes: Uint8Array, from: number): number {
  let hash = PRIME;
  for (let at = from; at < from + EDGE_BYTES; at += 2) hash = Math.imul(hash ^ bytes[at]!, PRIME);
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}
