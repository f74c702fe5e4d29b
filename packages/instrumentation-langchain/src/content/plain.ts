import { types } from 'node:util';
import { isMessage, messageOf } from './message.ts';
import { isObject, own } from './unknown.ts';

/** Values copied at most for one attribute; what the content rules keep is far less. */
const MAX_VALUES = 5_000;
const MAX_DEPTH = 16;

/**
 * A run's input or output as data for a content attribute. Only data properties are read: no getter, `toJSON`, stream
 * or iterator of the app runs. Messages take the form of the GenAI conventions; LangChain's own bookkeeping (`lc_*`)
 * is left out; objects that are no data (streams, promises, schemas, clients) appear as `[ClassName]`.
 */
export function plain(value: unknown): unknown {
  return new PlainCopy().copy(value, 0);
}

class PlainCopy {
  readonly #open = new Set<object>();
  #left = MAX_VALUES;

  copy(value: unknown, depth: number): unknown {
    this.#left--;
    if (typeof value === 'function') return undefined;
    if (!isObject(value)) return typeof value === 'symbol' ? undefined : value;
    if (types.isProxy(value)) return '[Proxy]';
    if (this.#open.has(value)) return '[circular]';
    if (this.#left < 0 || depth > MAX_DEPTH) return '[…]';
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
    if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (types.isNativeError(value)) return `[${String(own(value, 'name') ?? value.constructor?.name ?? 'Error')}]`;
    this.#open.add(value);
    try {
      if (Array.isArray(value)) return this.#list(value, depth);
      // The built-in methods, which a subclass of the app cannot replace.
      if (types.isMap(value)) return this.#list([...Map.prototype.entries.call(value)], depth);
      if (types.isSet(value)) return this.#list([...Set.prototype.values.call(value)], depth);
      if (isMessage(value)) return this.copy(messageOf(value), depth + 1);
      if (!isData(value)) return `[${className(value)}]`;
      return this.#record(value, depth);
    } finally {
      this.#open.delete(value);
    }
  }

  #list(values: readonly unknown[], depth: number): unknown[] {
    const copied: unknown[] = [];
    for (let i = 0; i < values.length && this.#left > 0; i++) copied.push(this.copy(values[i], depth + 1));
    return copied;
  }

  #record(value: object, depth: number): Record<string, unknown> {
    const copied: Record<string, unknown> = {};
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      if (!property.enumerable || !('value' in property) || key.startsWith('lc_')) continue;
      if (this.#left <= 0) break;
      const item = this.copy(property.value, depth + 1);
      // Not an assignment: a key named `__proto__` must stay data.
      Object.defineProperty(copied, key, { value: item, enumerable: true, configurable: true, writable: true });
    }
    return copied;
  }
}

/** Plain objects, and instances without methods of a live thing: documents, prompt values, commands, the app's own. */
function isData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  if (types.isPromise(value)) return false;
  return !LIVE.some((name) => name in (prototype as object));
}

/** Asked of prototypes only, with `in`: a getter there does not run. */
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
];

function className(value: object): string {
  const name: unknown = own(Object.getPrototypeOf(value), 'constructor');
  return typeof name === 'function' && name.name !== '' ? name.name : 'object';
}
