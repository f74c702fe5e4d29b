import { types } from 'node:util';

/**
 * Reads a property of a value we know nothing about, without running code of the app: a getter counts as absent, and a
 * proxy may not be asked at all.
 */
export function own(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value as unknown;
}

/** The property if it is a text that says something. */
export function ownText(value: unknown, key: string): string | undefined {
  const found = own(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The property if it is a finite number. */
export function ownNumber(value: unknown, key: string): number | undefined {
  const found = own(value, key);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** The property if it is a list, else an empty one. */
export function ownList(value: unknown, key: string): readonly unknown[] {
  const found = own(value, key);
  return Array.isArray(found) && !types.isProxy(found) ? found : [];
}

/** True for everything that may have properties, functions left out. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
