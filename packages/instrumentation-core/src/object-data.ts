import { types } from 'node:util';
import { own } from './own-property.ts';

/**
 * What stands for an object where only data may be looked at: the object itself if it is a record or a list, a list for
 * a map or a set, and a text for everything else, such as `[ReadableStream]`. No getter, `toJSON`, proxy or iterator of
 * the app runs.
 */
export function objectData(value: object): object | string {
  if (types.isProxy(value)) return '[Proxy]';
  // Nearly all there is, so it is asked first.
  if (Array.isArray(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return value;
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
  // The built-in methods, which a subclass of the app's cannot replace.
  if (types.isDate(value)) return dateText(value);
  if (types.isNativeError(value)) return `[${errorName(value)}]`;
  if (types.isMap(value)) return [...Map.prototype.entries.call(value)];
  if (types.isSet(value)) return [...Set.prototype.values.call(value)];
  if (types.isPromise(value) || isLive(prototype)) return `[${className(value)}]`;
  return hrefOf(value) ?? value;
}

function dateText(date: Date): string {
  const isValid = !Number.isNaN(Date.prototype.getTime.call(date));
  return isValid ? Date.prototype.toISOString.call(date) : 'Invalid Date';
}

function errorName(error: Error): string {
  const name = own(error, 'name');
  return typeof name === 'string' ? name : className(error);
}

/** Members of things that do something: streams, clients, schemas, emitters. */
const LIVE: readonly PropertyKey[] = [
  Symbol.asyncIterator,
  'then',
  'getReader',
  'pipe',
  'invoke',
  'safeParse',
  'next',
  'on',
  'addEventListener',
  'arrayBuffer',
];

/** What is known of classes: their prototypes hardly change, and to ask takes long. */
const liveness = new WeakMap<object, boolean>();

function isLive(prototype: unknown): boolean {
  if (typeof prototype !== 'object' || prototype === null) return false;
  const known = liveness.get(prototype);
  if (known !== undefined) return known;
  const isSo = hasLiveMember(prototype);
  liveness.set(prototype, isSo);
  return isSo;
}

/** Asked of prototypes only, and without reading: a getter there does not run. */
function hasLiveMember(prototype: object): boolean {
  for (let at: unknown = prototype; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at) as unknown) {
    if (at === Object.prototype) return false;
    const level = at;
    if (types.isProxy(level) || LIVE.some((name) => Object.hasOwn(level, name))) return true;
  }
  return false;
}

const HREF = Object.getOwnPropertyDescriptor(URL.prototype, 'href')?.get;

/** The text of an address: its class keeps everything behind getters, which are Node's own. */
function hrefOf(value: object): string | undefined {
  return value instanceof URL ? String(HREF?.call(value)) : undefined;
}

function className(value: object): string {
  const madeBy = own(Object.getPrototypeOf(value), 'constructor');
  if (typeof madeBy !== 'function' || types.isProxy(madeBy)) return 'object';
  const name: unknown = Object.getOwnPropertyDescriptor(madeBy, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : 'object';
}
