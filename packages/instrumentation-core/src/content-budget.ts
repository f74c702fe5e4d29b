import { type ContentJson, contentJson } from './content-json.ts';
import type { ContentRules } from './content-rules.ts';
import type { ContentView } from './content-view.ts';

/** Most bytes that a UTF-16 unit of JSON text takes once it is a string inside an exporter's JSON, in UTF-8. */
const MAX_BYTES_PER_UNIT = 4;

/** What one value may take of the room that is left: the answer comes after the prompt, and is to be seen as well. */
const SHARE = 2 / 3;

/** What is kept of a value under the room that its span has left. */
export interface FittedContent {
  /** Always valid JSON; undefined where no room is left for any of it. */
  readonly json: string | undefined;
  readonly isTruncated: boolean;
}

const NO_ROOM: FittedContent = { json: undefined, isTruncated: true };

/** Tries to bring a value down to its room; the first is nearly always enough. */
const MAX_CUTS = 4;

interface KeptContent {
  readonly attribute: string;
  readonly json: string;
  /** How many times the span carries it. */
  readonly copies: number;
}

/**
 * Holds all content of one span within `maxSpanBytes`. As long as there is little of it nothing is measured but
 * lengths.
 */
export class ContentBudget {
  readonly #rules: ContentRules;
  /** What the span has. A list, as there are two or three of them. */
  readonly #kept: KeptContent[] = [];

  constructor(rules: ContentRules) {
    this.#rules = rules;
  }

  /**
   * Turns a value into JSON that fits into what is left.
   *
   * @param copies how many times the span will carry it
   * @param view how values of a library are shown
   * @returns undefined where the rules show nothing
   */
  fit(attribute: string, value: unknown, copies = 1, view?: ContentView): FittedContent | undefined {
    const whole = contentJson(attribute, value, this.#rules, view);
    if (whole === undefined) return undefined;
    const earlier = this.#forget(attribute);
    const content = this.#isSmall(whole.json, copies) ? whole : this.#cut(whole, attribute, value, copies, view);
    // What does not fit replaces nothing.
    const kept = content?.json === undefined ? earlier : { attribute, json: content.json, copies };
    if (kept !== undefined) this.#kept.push(kept);
    return content;
  }

  /** A later value of an attribute replaces an earlier. @returns the earlier */
  #forget(attribute: string): KeptContent | undefined {
    for (let i = 0; i < this.#kept.length; i++) {
      if (this.#kept[i]?.attribute === attribute) return this.#kept.splice(i, 1)[0];
    }
    return undefined;
  }

  #isSmall(text: string, times: number): boolean {
    let units = text.length * times;
    for (const { json, copies } of this.#kept) units += json.length * copies;
    return units * MAX_BYTES_PER_UNIT <= this.#rules.maxSpanBytes;
  }

  #cut(
    whole: ContentJson,
    attribute: string,
    value: unknown,
    times: number,
    view: ContentView | undefined,
  ): FittedContent | undefined {
    let left = this.#rules.maxSpanBytes;
    for (const { json, copies } of this.#kept) left -= sizeBytes(json) * copies;
    const room = Math.floor((left * SHARE) / times);
    let content: ContentJson | undefined = whole;
    let maxLength = Math.min(this.#rules.maxLength, whole.json.length);
    for (let cuts = 0; content !== undefined; cuts++) {
      const size = sizeBytes(content.json);
      if (size <= room) return content;
      if (cuts === MAX_CUTS) return NO_ROOM;
      // A little less than in proportion: the mark of the cut takes its room too. And no text may take all of it.
      maxLength = Math.max(0, Math.floor((maxLength * room * 0.95) / size));
      const maxStringLength = Math.min(this.#rules.maxStringLength, Math.ceil(maxLength / 3));
      content = contentJson(attribute, value, { ...this.#rules, maxLength, maxStringLength }, view);
    }
    return undefined;
  }
}

/** As a string inside an exporter's JSON, where quotes are escaped once more. */
function sizeBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
