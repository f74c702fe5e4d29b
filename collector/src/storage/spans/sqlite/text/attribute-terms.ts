import type { FilterValue } from '../../../../filter/expression.ts';
import { MAX_TERM_UNITS, termOf } from './term-blocks.ts';

/** What attributes are kept as begins with a sign that stands in no word. */
export const SIGN = { key: '\u0001', pair: '\u0002', dropped: '\u0003', hash: '\u0004' } as const;
/** Between key and value, with the type of the value behind it. */
export const SEPARATOR = '\u0000';
export const TYPE = { number: '#', boolean: '?', string: '"' } as const;

/** Of spans of which limits of an SDK left something out. */
export const DROPPED_TERM: string = SIGN.dropped;

/** Longer keys, UTF-16 units, do not fit a term together with a value. */
export const MAX_KEY_UNITS = 64;
/** Longer texts are kept as a hash, and still longer ones by their words alone. */
export const MAX_TEXT_UNITS = { plain: 16, hashed: 256 } as const;

/** What is kept of an attribute that has a value. */
export function keyTerm(key: string): string {
  return termOf(SIGN.key + key);
}

/** Whether a key is kept as it is: a longer one may have been cut, by one unit more where a character has two. */
export function isKeyKept(key: string): boolean {
  return key.length < MAX_TERM_UNITS - 2 && key.isWellFormed();
}

/**
 * What is kept of one value of an attribute. All numbers are kept as they are, and texts that are short; of longer ones
 * 21 bits of a hash: what is found by it has to be looked at.
 *
 * @param value one that {@link hasTerm}
 */
export function pairTerm(key: string, value: FilterValue): string {
  const text = String(value);
  return isPlain(key, value) ? valuesTerm(key, typeof value as keyof typeof TYPE) + text : hashTerm(key, text);
}

/** Whether anything is kept of a value: not of texts that are too long. */
export function hasTerm(value: FilterValue): boolean {
  return typeof value !== 'string' || value.length <= MAX_TEXT_UNITS.hashed;
}

/** Whether the term of a value is that of no other one. */
export function isPlain(key: string, value: FilterValue): boolean {
  if (!areNumbersKept(key)) return false;
  return typeof value !== 'string' || (value.length <= MAX_TEXT_UNITS.plain && isTold(value));
}

/** Whether each number under a key has a term of its own. */
export function areNumbersKept(key: string): boolean {
  return key.length <= MAX_KEY_UNITS && isTold(key);
}

/** What the terms of all values of a key and a type begin with. */
export function valuesTerm(key: string, type: keyof typeof TYPE): string {
  return SIGN.pair + key + SEPARATOR + TYPE[type];
}

/** Whether a term says it as it is, and where it ends. */
function isTold(text: string): boolean {
  return text.isWellFormed() && !text.includes(SEPARATOR);
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Three characters of one byte each. */
function hashTerm(key: string, text: string): string {
  let hash = hashOfKey(key);
  for (let at = 0; at < text.length; at++) hash = hashOnUnit(hash, text.charCodeAt(at));
  const bits = bitsOfHash(hash);
  return SIGN.hash + String.fromCharCode(bits >>> 14, (bits >>> 7) & 0x7f, bits & 0x7f);
}

/** What the hash of a value under a key begins with. */
export function hashOfKey(key: string): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < key.length; at++) hash = hashOnUnit(hash, key.charCodeAt(at));
  return Math.imul(hash, FNV_PRIME);
}

/** The hash of a text that goes on with a UTF-16 unit. */
export function hashOnUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, FNV_PRIME);
}

/** The 21 bits of a hash that are kept. */
export function bitsOfHash(hash: number): number {
  // The upper bits of a product depend on all of it.
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 11;
}
