/** Lists that are remembered at one time; then all are forgotten, so memory stays bounded whatever is sent. */
const MAX_REMEMBERED = 4_096;

/** Longer lists are not remembered: nobody sends the same hundreds of keys over and over. */
const MAX_LENGTH = 128;

/** Shorter keys have no whole word to compare. */
const MIN_KEY_BYTES = 4;

const NO_WORDS = new Int32Array(0);

/**
 * The keys of some attributes in their order. Spans of one kind carry the same keys in the same order, so there is one
 * object for all of them, found by comparing bytes with what came next the last time: no text is made, and what
 * follows from the keys alone can be remembered beside their list.
 */
export class AttributeKeys {
  readonly #tree: AttributeKeyTree;
  readonly #before: AttributeKeys | undefined;
  readonly #last: string;
  readonly #length: number;
  #next: Map<string, AttributeKeys> | undefined;
  #keys: readonly string[] | undefined;
  #places: ReadonlyMap<string, number> | undefined;
  /** What came next the last time, and what before that. */
  #likely: AttributeKeys | undefined;
  #lessLikely: AttributeKeys | undefined;
  /** Bytes of the last key, 0 where it has no whole word. */
  readonly #lastBytes: number;
  /** The same bytes, as words of four of which the last two may overlap. */
  readonly #lastWords: Int32Array;

  /** Made by {@link AttributeKeyTree} and by itself. */
  constructor(
    tree: AttributeKeyTree,
    before?: AttributeKeys,
    last = '',
    lastWords: Int32Array = NO_WORDS,
    lastBytes = 0,
  ) {
    this.#tree = tree;
    this.#before = before;
    this.#last = last;
    this.#lastWords = lastWords;
    this.#lastBytes = lastBytes;
    this.#length = before === undefined ? 0 : before.#length + 1;
  }

  /** The same array each time. */
  get keys(): readonly string[] {
    this.#keys ??= this.#list();
    return this.#keys;
  }

  /** Place of the first key that is this one, -1 where there is none. */
  placeOf(key: string): number {
    this.#places ??= firstPlaces(this.keys);
    return this.#places.get(key) ?? -1;
  }

  /**
   * These keys and one more, given as bytes of UTF-8; undefined where that is not to be remembered.
   *
   * @param view of the same bytes.
   */
  with(bytes: Buffer, view: DataView, start: number, end: number): AttributeKeys | undefined {
    const likely = this.#likely;
    if (likely?.endsWith(view, start, end)) return likely;
    const other = this.#lessLikely;
    const next = other?.endsWith(view, start, end) ? other : this.#find(bytes, view, start, end);
    this.#lessLikely = likely;
    this.#likely = next;
    return next;
  }

  /** Tells whether the last of the keys is the one given as bytes of UTF-8. */
  endsWith(view: DataView, start: number, end: number): boolean {
    if (end - start !== this.#lastBytes || this.#lastBytes === 0) return false;
    const words = this.#lastWords;
    const last = end - 4;
    let word = 0;
    for (let at = start; at < last; at += 4) if (words[word++] !== view.getInt32(at, true)) return false;
    return words[word] === view.getInt32(last, true);
  }

  #find(bytes: Buffer, view: DataView, start: number, end: number): AttributeKeys | undefined {
    if (this.#length >= MAX_LENGTH) return undefined;
    const key = bytes.toString('utf8', start, end);
    let next = this.#next?.get(key);
    if (next === undefined) {
      if (!this.#tree.hasRoom()) return undefined;
      const isWhole = end - start >= MIN_KEY_BYTES;
      next = new AttributeKeys(this.#tree, this, key, wordsOf(view, start, end), isWhole ? end - start : 0);
      this.#next ??= new Map();
      this.#next.set(key, next);
    }
    return next;
  }

  #list(): readonly string[] {
    const keys = new Array<string>(this.#length);
    let node: AttributeKeys = this;
    for (let place = this.#length - 1; place >= 0; place--) {
      keys[place] = node.#last;
      node = node.#before!;
    }
    return keys;
  }
}

/** All lists of keys that are remembered, each hanging on the one that is a key shorter. */
export class AttributeKeyTree {
  #root = new AttributeKeys(this);
  #size = 0;

  /** No keys: where every list begins. */
  get none(): AttributeKeys {
    if (this.#size >= MAX_REMEMBERED) {
      this.#size = 0;
      this.#root = new AttributeKeys(this);
    }
    return this.#root;
  }

  /** Counts one more list. @returns false where there is no room for it. */
  hasRoom(): boolean {
    if (this.#size >= MAX_REMEMBERED) return false;
    this.#size++;
    return true;
  }
}

function wordsOf(view: DataView, start: number, end: number): Int32Array {
  if (end - start < MIN_KEY_BYTES) return NO_WORDS;
  const words: number[] = [];
  for (let at = start; at < end - 4; at += 4) words.push(view.getInt32(at, true));
  words.push(view.getInt32(end - 4, true));
  return Int32Array.from(words);
}

function firstPlaces(keys: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, key] of keys.entries()) if (!places.has(key)) places.set(key, place);
  return places;
}
