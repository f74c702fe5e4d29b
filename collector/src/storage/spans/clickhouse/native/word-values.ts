import { RowWriter } from '../row-binary/row-writer.ts';

const FIRST_ROWS = 1_024;
/** Of ClickHouse's `SerializationLowCardinality`: a dictionary stands before the rows, and serves them alone. */
const VERSION = 1;
const HAS_KEYS = 0x200;
const IS_NEW_DICTIONARY = 0x400;
const NUMBERS_BYTES = 32;

/** How many distinct values places of so many bytes can tell apart, by the number that stands for them. */
const WIDTHS: readonly { readonly limit: number; readonly from: (places: Uint32Array) => Uint8Array }[] = [
  { limit: 0x100, from: (places) => Uint8Array.from(places) },
  { limit: 0x1_0000, from: (places) => bytesOf(Uint16Array.from(places)) },
  { limit: Number.POSITIVE_INFINITY, from: bytesOf },
];

/** The values of a column of type `LowCardinality(String)`: each distinct one once, and for each row which one it is. */
export class WordValues {
  readonly #keys = new RowWriter(FIRST_ROWS);
  /** Bytes are told from each other as objects: equal ones that come twice are two words, of which nobody sees more. */
  readonly #places = new Map<string | Uint8Array, number>();
  #rows = new Uint32Array(FIRST_ROWS);
  #count = 0;
  #last: string | Uint8Array | undefined;
  #lastPlace = 0;

  add(word: string | Uint8Array): void {
    if (word !== this.#last) {
      this.#lastPlace = this.#places.get(word) ?? this.#addKey(word);
      this.#last = word;
    }
    if (this.#count === this.#rows.length) this.#grow();
    this.#rows[this.#count++] = this.#lastPlace;
  }

  /** What stands behind name and type of the column. */
  finish(): readonly Uint8Array[] {
    const distinct = this.#places.size;
    const width = WIDTHS.findIndex(({ limit }) => distinct <= limit);
    const rows = WIDTHS[width]!.from(this.#rows.subarray(0, this.#count));
    const before = new RowWriter(NUMBERS_BYTES);
    before.int64(VERSION);
    before.int64(HAS_KEYS | IS_NEW_DICTIONARY | width);
    before.int64(distinct);
    const behind = new RowWriter(NUMBERS_BYTES);
    behind.int64(this.#count);
    return [before.finish(), this.#keys.finish(), behind.finish(), rows];
  }

  clear(): void {
    this.#keys.clear();
    this.#places.clear();
    this.#count = 0;
    this.#last = undefined;
  }

  #addKey(word: string | Uint8Array): number {
    const place = this.#places.size;
    if (typeof word === 'string') this.#keys.text(word);
    else this.#keys.bytes(word);
    this.#places.set(word, place);
    return place;
  }

  #grow(): void {
    const grown = new Uint32Array(this.#rows.length * 2);
    grown.set(this.#rows);
    this.#rows = grown;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
