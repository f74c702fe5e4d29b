import { types } from 'node:util';
import type { ContentView } from './content-view.ts';

/** Deeper values are looked at one by one. */
const MAX_DEPTH = 32;

/** Longer names are cut. UTF-16 units. */
const MAX_KEY_LENGTH = 256;

/**
 * Whether a value is plain data that may be written by `JSON.stringify` as it is: records and lists of texts, numbers,
 * booleans and null, without getters, proxies, classes, `toJSON` or anything that its view shows in other words, and
 * with at most `maxUnits` UTF-16 units of text in all. No code of the app runs, and nothing is allocated for long.
 */
export function isSmallPlainData(value: unknown, maxUnits: number, view: ContentView | undefined): boolean {
  return unitsLeft(value, maxUnits, view, 0) >= 0;
}

/** What is left of `units` after a value; less than 0 where it is too much, or no plain data. */
function unitsLeft(value: unknown, units: number, view: ContentView | undefined, depth: number): number {
  if (typeof value === 'string') return units - value.length - 1;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return units - 1;
  if (typeof value !== 'object' || depth >= MAX_DEPTH || types.isProxy(value)) return -1;
  if (view?.replace(value) !== undefined) return -1;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isList = Array.isArray(value);
  if (isList ? prototype !== Array.prototype : prototype !== Object.prototype && prototype !== null) return -1;
  // A list may have one of its own, and on a record it need not be enumerable.
  if ('toJSON' in value) return -1;
  let left = units - 1;
  if (isList) {
    for (let i = 0; i < value.length && left >= 0; i++) {
      const property = Object.getOwnPropertyDescriptor(value, i);
      if (property?.get !== undefined) return -1;
      left = unitsLeft(property?.value, left, view, depth + 1);
    }
    return left;
  }
  for (const key of Object.keys(value)) {
    if (left < 0) return left;
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined || !('value' in property) || key.length > MAX_KEY_LENGTH || view?.omits(key)) return -1;
    left = unitsLeft(property.value, left - key.length, view, depth + 1);
  }
  return left;
}
