import { TRACEWRIGHT } from '@tracewright/schema';
import { attributeValues } from '../../../../filter/field-values.ts';
import { spanTexts } from '../../../../filter/span-texts.ts';
import { wordsOf } from '../../../../filter/words.ts';
import { droppedCount } from '../../../../otlp/dropped-count.ts';
import { EVENT, LINK, SPAN, STATUS } from '../../../../otlp/otlp-tags.ts';
import { decodeStored } from '../../subjects.ts';
import { AttributeLists } from './attribute-lists.ts';
import { DROPPED_TERM, hasTerm, keyTerm, pairTerm } from './attribute-terms.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import { PlainReader } from './plain-reader.ts';
import { termOf } from './term-blocks.ts';
import { grown, type TermPlaces } from './term-places.ts';
import { TextTerms } from './text-terms.ts';

/**
 * Notes the terms of spans, out of their payloads. What a payload says in a usual way is read from its bytes; one that says
 * anything in another way is decoded as everywhere else, and gives the same terms.
 */
export class SpanTerms {
  readonly #places: TermPlaces;
  readonly #texts: TextTerms;
  readonly #attributes: AttributeLists;
  readonly #span = new PlainReader();
  readonly #part = new PlainReader();
  #chunk = new ChunkBytes(new ArrayBuffer(0), 0);
  /** Where the lists of the span at hand begin and end: they are noted when all of it has been read. */
  #staged = new Int32Array(256);
  #stagedCount = 0;
  #isWhole = true;
  /** For each key the last attributes that had it. */
  #keyMarks = new Int32Array(1_024);
  #mark = 0;
  #truncatedKey = 0;
  #isTruncated = false;

  constructor(places: TermPlaces) {
    this.#places = places;
    this.#texts = new TextTerms(places);
    this.#attributes = new AttributeLists(places.terms, this.#texts);
  }

  /** To be called with each chunk, and with the places cleared. */
  open(chunk: ChunkBytes): void {
    this.#chunk = chunk;
    this.#texts.open(chunk);
    this.#attributes.open(chunk);
    this.#keyMarks.fill(0);
    this.#mark = 0;
    this.#truncatedKey = this.#attributes.keyNumber(TRACEWRIGHT.truncated);
  }

  /** Notes those of the payload that lies from `start` to `end`. @returns whether there was room, and whether it says that it was cut */
  add(start: number, end: number): { readonly isWhole: boolean; readonly isTruncated: boolean } {
    this.#texts.lists.bound();
    this.#stagedCount = 0;
    this.#isWhole = true;
    this.#isTruncated = false;
    if (!this.#readSpan(start, end)) return this.#addOther(this.#chunk.bytes.subarray(start, end));
    const { terms } = this.#texts.lists;
    for (let index = 0; index < this.#stagedCount; index += 2) {
      const listEnd = this.#staged[index + 1]!;
      for (let at = this.#staged[index]!; at < listEnd; at++) this.#places.note(terms[at]!);
    }
    return { isWhole: this.#isWhole, isTruncated: this.#isTruncated };
  }

  /** @returns false if something is written in an unusual way: then nothing of it holds */
  #readSpan(start: number, end: number): boolean {
    const reader = this.#span;
    reader.open(this.#chunk.bytes, start, end);
    const ownMark = ++this.#mark;
    let hasName = false;
    let hasStatus = false;
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === SPAN.attributes) {
        const from = reader.skip();
        if (from < 0 || !this.#readAttribute(from, reader.at, true, ownMark)) return false;
      } else if (tag === SPAN.traceId || tag === SPAN.spanId || tag === SPAN.parentSpanId || tag === SPAN.traceState) {
        if (reader.skip() < 0) return false;
      } else if (tag === SPAN.name) {
        const from = reader.skip();
        if (from < 0 || hasName) return false;
        hasName = true;
        this.#addText(from, reader.at);
      } else if (tag === SPAN.kind) {
        if (reader.number() < 0) return false;
      } else if (tag === SPAN.startTimeUnixNano || tag === SPAN.endTimeUnixNano) {
        if (!reader.pass(8)) return false;
      } else if (tag === SPAN.flags) {
        if (!reader.pass(4)) return false;
      } else if (tag === SPAN.status) {
        const from = reader.skip();
        if (from < 0 || hasStatus || !this.#readStatus(from, reader.at)) return false;
        hasStatus = true;
      } else if (tag === SPAN.events) {
        const from = reader.skip();
        if (from < 0 || !this.#readEvent(from, reader.at)) return false;
      } else if (tag === SPAN.links) {
        const from = reader.skip();
        if (from < 0 || !this.#readLink(from, reader.at)) return false;
      } else if (
        tag === SPAN.droppedAttributesCount ||
        tag === SPAN.droppedEventsCount ||
        tag === SPAN.droppedLinksCount
      ) {
        if (reader.number() !== 0) return false;
      } else return false;
    }
    return true;
  }

  #readAttribute(start: number, end: number, areKept: boolean, mark: number): boolean {
    const slot = this.#attributes.list(start, end, areKept);
    if (slot < 0) return false;
    const key = this.#texts.lists.keyOf(slot);
    if (key >= this.#keyMarks.length) this.#keyMarks = grown(this.#keyMarks, key + 1);
    // Of a key that was sent twice the first value stands.
    if (this.#keyMarks[key] === mark) return true;
    this.#keyMarks[key] = mark;
    if (areKept && key === this.#truncatedKey) this.#isTruncated = true;
    this.#stage(slot);
    return true;
  }

  #readStatus(start: number, end: number): boolean {
    const reader = this.#part;
    let hasMessage = false;
    for (reader.open(this.#chunk.bytes, start, end); reader.hasMore(); ) {
      const tag = reader.tag();
      if (tag === STATUS.message) {
        const from = reader.skip();
        if (from < 0 || hasMessage) return false;
        hasMessage = true;
        this.#addText(from, reader.at);
      } else if (tag !== STATUS.code || reader.number() < 0) return false;
    }
    return true;
  }

  #readEvent(start: number, end: number): boolean {
    const reader = this.#part;
    const mark = ++this.#mark;
    for (reader.open(this.#chunk.bytes, start, end); reader.hasMore(); ) {
      const tag = reader.tag();
      if (tag === EVENT.attributes) {
        const from = reader.skip();
        if (from < 0 || !this.#readAttribute(from, reader.at, false, mark)) return false;
      } else if (tag === EVENT.name) {
        if (reader.skip() < 0) return false;
      } else if (tag === EVENT.timeUnixNano) {
        if (!reader.pass(8)) return false;
      } else if (tag !== EVENT.droppedAttributesCount || reader.number() !== 0) return false;
    }
    return true;
  }

  #readLink(start: number, end: number): boolean {
    const reader = this.#part;
    for (reader.open(this.#chunk.bytes, start, end); reader.hasMore(); ) {
      const tag = reader.tag();
      if (tag === LINK.traceId || tag === LINK.spanId || tag === LINK.traceState) {
        if (reader.skip() < 0) return false;
      } else if (tag === LINK.flags) {
        if (!reader.pass(4)) return false;
      } else if (tag !== LINK.droppedAttributesCount || reader.number() !== 0) return false;
    }
    return true;
  }

  #addText(start: number, end: number): void {
    if (end > start) this.#stage(this.#texts.text(start, end));
  }

  #stage(slot: number): void {
    const { lists } = this.#texts;
    if (lists.isCut(slot)) this.#isWhole = false;
    if (this.#stagedCount === this.#staged.length) this.#staged = grown(this.#staged, this.#stagedCount + 2);
    this.#staged[this.#stagedCount++] = lists.listStart(slot);
    this.#staged[this.#stagedCount++] = lists.listEnd(slot);
  }

  /** By the readers of everybody. */
  #addOther(payload: Uint8Array): { readonly isWhole: boolean; readonly isTruncated: boolean } {
    const { terms } = this.#places;
    let isWhole = true;
    const add = (text: string): void => {
      const term = terms.takeText(text);
      if (term < 0) isWhole = false;
      else this.#places.note(term);
    };
    const sent = decodeStored(payload);
    const texts = spanTexts(sent, (key, value) => {
      const values = attributeValues(value);
      if (values.length > 0) add(keyTerm(key));
      for (const each of values) if (hasTerm(each)) add(pairTerm(key, each));
    });
    for (const text of texts) for (const word of wordsOf(text)) add(termOf(word));
    if (sent !== undefined && droppedCount(sent.payload) > 0) add(DROPPED_TERM);
    return { isWhole, isTruncated: sent?.attributes.get(TRACEWRIGHT.truncated) !== undefined };
  }
}
