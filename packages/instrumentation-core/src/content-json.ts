import { types } from 'node:util';
import type { ContentRules } from './content-rules.ts';
import type { ContentView } from './content-view.ts';
import { objectData } from './object-data.ts';
import { isSmallPlainData } from './plain-size.ts';

/** A content attribute's value, ready to be set. */
export interface ContentJson {
  /** Always valid JSON. */
  readonly json: string;
  readonly isTruncated: boolean;
}

const MAX_DEPTH = 32;

/** Keys are names; one that is longer is content in disguise. UTF-16 units. */
const MAX_KEY_LENGTH = 256;

/** How far the text of an attribute may go beyond `maxLength`: the mark of one cut, and what closes the brackets. */
const SLACK = 1024;

/**
 * Turns a value into JSON text under the rules: every string is redacted, then cut; once the budget for the whole
 * attribute is used up the rest is left out. No getter, proxy or `toJSON` of the value runs, and cycles end.
 *
 * @returns undefined if content is off or if redaction failed: a value that could not be redacted is not shown.
 */
export function contentJson(
  attribute: string,
  value: unknown,
  rules: ContentRules,
  view?: ContentView,
): ContentJson | undefined {
  if (!rules.capture || value === undefined) return undefined;
  try {
    const small = rules.redact === undefined ? smallJson(value, rules, view) : undefined;
    if (small !== undefined) return { json: small, isTruncated: false };
    for (let budget = rules.maxLength; ; budget = Math.floor(budget / 6)) {
      const writer = new BoundedWriter(attribute, rulesWithin(budget, rules), budget, view);
      const json = JSON.stringify(writer.copy(value, '', 0));
      if (json === undefined) return undefined;
      // Only escapes are not counted in advance: a control character takes six units.
      if (json.length <= rules.maxLength + SLACK || budget === 0) return { json, isTruncated: writer.isTruncated };
    }
  } catch {
    return undefined;
  }
}

/** Most values are small plain data: they are written at once, and nothing of them is copied or counted. */
function smallJson(value: unknown, rules: ContentRules, view: ContentView | undefined): string | undefined {
  // No text in it can be longer than all of it.
  const maxUnits = Math.min(rules.maxStringLength, rules.maxLength);
  let json = view?.json?.(value, maxUnits);
  if (json === undefined) {
    if (!isSmallPlainData(value, maxUnits, view)) return undefined;
    json = JSON.stringify(value);
  }
  // Escapes are not counted in advance.
  return json.length <= rules.maxLength ? json : undefined;
}

/** Where the budget had to be made smaller, no single text takes all of it. */
function rulesWithin(budget: number, rules: ContentRules): ContentRules {
  if (budget === rules.maxLength) return rules;
  return { ...rules, maxStringLength: Math.min(rules.maxStringLength, Math.ceil(budget / 3)) };
}

/** Copies a value for `JSON.stringify`, within the rules' limits. */
class BoundedWriter {
  isTruncated = false;
  readonly #attribute: string;
  readonly #rules: ContentRules;
  readonly #view: ContentView | undefined;
  readonly #open = new Set<object>();
  #left: number;

  /** @param budget UTF-16 units of JSON, escapes not counted */
  constructor(attribute: string, rules: ContentRules, budget: number, view: ContentView | undefined) {
    this.#attribute = attribute;
    this.#view = view;
    this.#rules = rules;
    this.#left = budget;
  }

  copy(value: unknown, path: string, depth: number): unknown {
    if (typeof value === 'string') return this.#text(value, path);
    if (typeof value === 'bigint') return this.#text(value.toString(), path);
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
      this.#left -= String(value).length;
      return value;
    }
    if (typeof value !== 'object') return undefined;
    if (this.#open.has(value)) return '[circular]';
    if (depth >= MAX_DEPTH) {
      this.isTruncated = true;
      return '[too deep]';
    }
    // What it stands for is asked first: of things that are no records, too.
    const data = (types.isProxy(value) ? undefined : this.#view?.replace(value)) ?? objectData(value);
    if (typeof data === 'string') return this.#text(data, path);
    this.#open.add(value);
    const copied = Array.isArray(data) ? this.#list(data, path, depth) : this.#record(data, path, depth);
    this.#open.delete(value);
    return copied;
  }

  #list(values: readonly unknown[], path: string, depth: number): unknown[] {
    const out: unknown[] = [];
    this.#left -= 2;
    for (let i = 0; i < values.length; i++) {
      if (this.#isSpent()) break;
      this.#left -= 1;
      const item: unknown = Object.getOwnPropertyDescriptor(values, i)?.value;
      out.push(this.copy(item, this.#inside(path, i), depth + 1));
    }
    return out;
  }

  #record(value: object, path: string, depth: number): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    this.#left -= 2;
    for (const key of Object.keys(value)) {
      if (this.#isSpent()) break;
      const property = Object.getOwnPropertyDescriptor(value, key);
      // What a getter would say is the app's: asking it may change what is sent.
      if (property === undefined || !('value' in property) || this.#view?.omits(key)) continue;
      const name = this.#key(key);
      this.#left -= name.length + 4;
      const item = this.copy(property.value, this.#inside(path, name), depth + 1);
      if (name !== '__proto__') out[name] = item;
      // An assignment would not make it data.
      else Object.defineProperty(out, name, { value: item, enumerable: true });
    }
    return out;
  }

  #key(key: string): string {
    if (key.length <= MAX_KEY_LENGTH) return key;
    this.isTruncated = true;
    return cutAt(key, MAX_KEY_LENGTH);
  }

  #isSpent(): boolean {
    if (this.#left > 0) return false;
    this.isTruncated = true;
    return true;
  }

  /** Paths are made for redaction alone. */
  #inside(path: string, key: string | number): string {
    if (this.#rules.redact === undefined) return '';
    return path === '' ? String(key) : `${path}.${key}`;
  }

  #text(text: string, path: string): string {
    const { redact } = this.#rules;
    const shown = redact === undefined ? text : redact(text, { attribute: this.#attribute, path });
    const room = Math.min(this.#rules.maxStringLength, Math.max(0, this.#left - 2));
    this.#left -= Math.min(shown.length, room) + 2;
    if (shown.length <= room) return shown;
    this.isTruncated = true;
    return `${cutAt(shown, room)}… [${shown.length - room} more characters]`;
  }
}

/** The first `length` units of a text without splitting a surrogate pair. */
function cutAt(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
