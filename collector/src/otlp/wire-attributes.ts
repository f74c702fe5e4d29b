import { checkAnyValue, readAnyValue } from './any-value.ts';
import { type AttributeKeys, AttributeKeyTree } from './attribute-keys.ts';
import type { AttributeName, Attributes, AttributeValue, WireText } from './attributes.ts';
import { ANY_VALUE, KEY_VALUE } from './otlp-tags.ts';
import { RangeList } from './range-list.ts';
import { findUsual, found } from './usual-attribute.ts';
import type { WireReader } from './wire-reader.ts';

const KNOWN_KEYS = new AttributeKeyTree();

/**
 * Attributes that stay on the wire until they are asked for: of the forty that a model call carries, the columns need
 * a dozen. They are checked when they are added, so `get` does not fail.
 */
export class WireAttributes implements Attributes {
  readonly #reader: WireReader;
  /** Where each key's value stands, from `#first` on: the reader's list, as long as nothing else comes between. */
  #ranges: RangeList;
  #first = 0;
  #count = 0;
  #known: AttributeKeys = KNOWN_KEYS.none;
  /** Instead of the known ones, where they are too many to be remembered. */
  #own: string[] | undefined;

  constructor(reader: WireReader) {
    this.#reader = reader;
    this.#ranges = reader.ranges;
  }

  /** The same array for all that have the same keys, as a rule. */
  get keys(): readonly string[] {
    return this.#own ?? this.#known.keys;
  }

  /** Takes the `KeyValue` that comes next. @throws if it is malformed, or one too many. */
  add(): void {
    const reader = this.#reader;
    reader.size.addPart();
    const usual = findUsual(reader.bytes, reader.offset, reader.limit);
    if (usual >= 0) {
      reader.offset = found.end;
      this.#addRange(found.start, found.end);
      this.#addKey(usual, found.keyEnd);
      return;
    }
    let keyStart = 0;
    let keyEnd = 0;
    let start = 0;
    let end = 0;
    const outer = reader.enter();
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === KEY_VALUE.key) {
        keyStart = reader.skipBytes();
        keyEnd = reader.offset;
      } else if (tag === KEY_VALUE.value) {
        const entry = reader.enter();
        start = reader.offset;
        end = reader.limit;
        checkAnyValue(reader);
        reader.leave(entry);
      } else reader.skipUnknown(tag, KEY_VALUE.lastField);
    }
    reader.leave(outer);
    this.#addRange(start, end);
    this.#addKey(keyStart, keyEnd);
  }

  get(key: AttributeName): AttributeValue | undefined {
    const place = this.#placeOf(key);
    if (place < 0) return undefined;
    this.#seek(place);
    return readAnyValue(this.#reader);
  }

  wireText(key: AttributeName): WireText | undefined {
    const place = this.#placeOf(key);
    if (place < 0) return undefined;
    const reader = this.#reader;
    this.#seek(place);
    if (!reader.hasMore() || reader.tag() !== ANY_VALUE.stringValue) return undefined;
    const start = reader.skipBytes();
    // Of a value that has several fields the last one stands.
    const end = reader.offset;
    return reader.hasMore() ? undefined : { bytes: reader.bytes, start, end };
  }

  #placeOf(key: AttributeName): number {
    if (typeof key === 'number') return key < this.#count ? key : -1;
    return this.#own === undefined ? this.#known.placeOf(key) : this.#own.indexOf(key);
  }

  #seek(place: number): void {
    this.#reader.seek(this.#ranges.start(this.#first + place), this.#ranges.end(this.#first + place));
  }

  #addRange(start: number, end: number): void {
    if (this.#count === 0) this.#first = this.#ranges.length;
    else if (this.#first + this.#count !== this.#ranges.length) this.#moveRanges();
    this.#ranges.add(start, end);
    this.#count++;
  }

  /** To a list of their own: those of an event have come between. It can happen once only, so it takes little time. */
  #moveRanges(): void {
    const own = new RangeList(0);
    for (let place = this.#first; place < this.#first + this.#count; place++) {
      own.add(this.#ranges.start(place), this.#ranges.end(place));
    }
    this.#ranges = own;
    this.#first = 0;
  }

  #addKey(start: number, end: number): void {
    const { bytes, view } = this.#reader;
    const known = this.#own === undefined ? this.#known.with(bytes, view, start, end) : undefined;
    if (known !== undefined) this.#known = known;
    else {
      this.#own ??= [...this.#known.keys];
      this.#own.push(bytes.toString('utf8', start, end));
    }
  }
}
