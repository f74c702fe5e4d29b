import { isUtf8 } from 'node:buffer';
import { ApiError } from '../../../../errors.ts';
import { attributeValues } from '../../../../filter/field-values.ts';
import { valueTexts } from '../../../../filter/span-texts.ts';
import { checkAnyValue, readAnyValue } from '../../../../otlp/any-value.ts';
import type { AttributeValue } from '../../../../otlp/attributes.ts';
import { ANY_VALUE, KEY_VALUE } from '../../../../otlp/otlp-tags.ts';
import { WireReader } from '../../../../otlp/wire-reader.ts';
import { hasTerm, MAX_TEXT_UNITS, pairTerm } from './attribute-terms.ts';
import type { ByteStrings } from './byte-strings.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import { JsonStrings } from './json-strings.ts';
import { KeyTerms } from './key-terms.ts';
import { PlainReader } from './plain-reader.ts';
import { READ_AS, type TextTerms } from './text-terms.ts';

/** UTF-8 takes up to so many bytes for a UTF-16 unit. */
const MAX_UNIT_BYTES = 3;

/** Makes the list of terms of one attribute, as it was sent, out of its `KeyValue`. */
export class AttributeLists {
  readonly #terms: ByteStrings;
  readonly #texts: TextTerms;
  readonly #keys: KeyTerms;
  readonly #reader = new PlainReader();
  readonly #json: JsonStrings;
  #chunk = new ChunkBytes(new ArrayBuffer(0), 0);

  constructor(terms: ByteStrings, texts: TextTerms) {
    this.#terms = terms;
    this.#texts = texts;
    this.#keys = new KeyTerms(terms);
    this.#json = new JsonStrings((start, end, hasEscapes) =>
      hasEscapes ? texts.addEscaped(start, end) : texts.addText(start, end),
    );
  }

  open(chunk: ChunkBytes): void {
    this.#chunk = chunk;
    this.#keys.clear();
  }

  /** The number of a key, in this chunk. */
  keyNumber(key: string): number {
    return this.#keys.numberOf(Buffer.from(key), 0, key.length);
  }

  /**
   * @param areKept whether keys and values are kept as such, or only the words of the value
   * @returns the slot of its list, with the number of its key; -1 if it is written in a way that needs another look
   */
  list(start: number, end: number, areKept: boolean): number {
    const texts = this.#texts;
    const { lists } = texts;
    const readAs = areKept ? READ_AS.attribute : READ_AS.eventAttribute;
    const hash = lists.hashOf(readAs, start, end);
    const known = lists.find(readAs, start, end, hash);
    if (known >= 0) return known;
    const reader = this.#reader;
    const { bytes } = this.#chunk;
    reader.open(bytes, start, end);
    if (reader.tag() !== KEY_VALUE.key) return -1;
    const keyStart = reader.skip();
    const keyEnd = reader.at;
    if (keyStart < 0 || reader.tag() !== KEY_VALUE.value) return -1;
    const valueStart = reader.skip();
    if (valueStart < 0 || reader.at !== end || !this.#chunk.isAscii(keyStart, keyEnd)) return -1;
    const key = this.#keys.numberOf(bytes, keyStart, keyEnd);
    if (key < 0) return -1;
    const list = texts.begin();
    if (this.#addValue(valueStart, end, areKept ? key : -1)) return texts.keep(list, readAs, start, end, hash, key);
    texts.drop(list);
    return -1;
  }

  /** @param key -1 if only words are kept @returns false if it has to be looked at again */
  #addValue(start: number, end: number, key: number): boolean {
    // It has no value.
    if (start === end) return true;
    const reader = this.#reader;
    reader.open(this.#chunk.bytes, start, end);
    const tag = reader.tag();
    if (tag === ANY_VALUE.stringValue) {
      const from = reader.skip();
      if (from < 0 || reader.at !== end) return false;
      if (key >= 0) this.#addStringPair(key, from, end);
      this.#addTexts(from, end);
      return true;
    }
    if (tag === ANY_VALUE.intValue || tag === ANY_VALUE.boolValue) {
      const value = reader.number();
      if (value >= 0 && reader.at === end && (tag === ANY_VALUE.intValue || value <= 1)) {
        if (key >= 0) this.#addPair(key, tag === ANY_VALUE.intValue ? value : value === 1);
        return true;
      }
    }
    return this.#addOther(start, end, key);
  }

  #addPair(key: number, value: number | boolean): void {
    this.#texts.add(this.#keys.termOf(key));
    this.#texts.add(this.#terms.takeText(pairTerm(this.#keys.textOf(key), value)));
  }

  #addStringPair(key: number, start: number, end: number): void {
    const { bytes } = this.#chunk;
    const keys = this.#keys;
    const length = end - start;
    this.#texts.add(keys.termOf(key));
    if (length > MAX_TEXT_UNITS.hashed * MAX_UNIT_BYTES) return;
    if (!this.#chunk.isAscii(start, end)) {
      const value = bytes.toString('utf8', start, end);
      if (hasTerm(value)) this.#texts.add(this.#terms.takeText(pairTerm(keys.textOf(key), value)));
    } else if (length <= MAX_TEXT_UNITS.hashed) this.#texts.add(keys.takePair(key, bytes, start, end));
  }

  /** The words of a text that is an attribute, which may be JSON. */
  #addTexts(start: number, end: number): void {
    const { bytes } = this.#chunk;
    const texts = this.#texts;
    const first = bytes[start];
    if (end === start || (first !== 0x5b && first !== 0x7b)) {
      texts.addText(start, end);
      return;
    }
    const list = texts.begin();
    // Keys of other bytes may be the same text where these are not UTF-8.
    const isText = this.#chunk.isAscii(start, end) || isUtf8(bytes.subarray(start, end));
    const found = isText ? this.#json.read(bytes, start, end) : 'unsure';
    if (found !== 'yes') {
      texts.clear(list);
      if (found === 'no') texts.addText(start, end);
      else for (const text of valueTexts(bytes.toString('utf8', start, end))) texts.addString(text);
    }
    texts.merge(list);
  }

  /** What is left to the readers of everybody. */
  #addOther(start: number, end: number, key: number): boolean {
    const reader = new WireReader(this.#chunk.bytes.subarray(start, end));
    let value: AttributeValue;
    try {
      checkAnyValue(reader);
      reader.seek(0, end - start);
      value = readAnyValue(reader);
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
    const texts = this.#texts;
    for (const text of valueTexts(value)) texts.addString(text);
    const values = attributeValues(value);
    if (key < 0 || values.length === 0) return true;
    texts.add(this.#keys.termOf(key));
    const name = this.#keys.textOf(key);
    for (const each of values) if (hasTerm(each)) texts.add(this.#terms.takeText(pairTerm(name, each)));
    return true;
  }
}
