import { objectData } from './object-data.ts';
import { isObject } from './own-property.ts';

/** What a copy leaves out or says in other words. */
export interface PlainCopyOptions {
  /** Another form of an object, such as a message in the words of a convention; undefined where it has none. */
  readonly replace?: (value: object) => unknown;
  /** Fields that are left out. */
  readonly omits?: (key: string) => boolean;
  /**
   * Values copied at most; default all of them. Objects that know each other can be walked in more ways than anybody
   * has time for.
   */
  readonly maxValues?: number;
  /**
   * True for what is sent as JSON: what an object inside it sends of itself is known to its `toJSON` alone, and fields
   * that it keeps back are not to be shown. It is `[toJSON]` then.
   */
  readonly onlySent?: boolean;
}

const MAX_DEPTH = 32;

/**
 * A value of the app's as data of our own, which later changes of the app do not reach. Only data properties are read:
 * whatever the app computes when it is asked, such as getters that count or take from a queue, is asked by nobody but
 * the SDK. Never throws.
 */
export function plainCopy(value: unknown, options: PlainCopyOptions = {}): unknown {
  return new PlainCopy(options).copy(value, 0);
}

class PlainCopy {
  readonly #options: PlainCopyOptions;
  /** What is being copied, outermost first; never more than {@link MAX_DEPTH} of them. */
  readonly #open: object[] = [];
  #left: number;

  constructor(options: PlainCopyOptions) {
    this.#options = options;
    this.#left = options.maxValues ?? Number.POSITIVE_INFINITY;
  }

  copy(value: unknown, depth: number): unknown {
    this.#left--;
    if (typeof value === 'string') return value;
    if (typeof value === 'function' || typeof value === 'symbol') return undefined;
    if (!isObject(value)) return value;
    if (this.#open.includes(value)) return '[circular]';
    if (this.#left < 0 || depth > MAX_DEPTH) return '[…]';
    const data = objectData(value);
    // What it stands for is asked first of things that are no records.
    const replaced = data === '[Proxy]' ? undefined : this.#options.replace?.(value);
    if (replaced === undefined) {
      if (typeof data === 'string') return data;
      if (this.#options.onlySent && depth > 0 && 'toJSON' in data) return '[toJSON]';
    }
    this.#open.push(value);
    const copied = this.#inside(replaced ?? data, depth);
    this.#open.pop();
    return copied;
  }

  #inside(data: unknown, depth: number): unknown {
    if (Array.isArray(data)) return this.#list(data, depth);
    return isObject(data) ? this.#record(data, depth) : data;
  }

  #list(values: readonly unknown[], depth: number): unknown[] {
    const copied: unknown[] = [];
    for (let i = 0; i < values.length && this.#left > 0; i++) {
      copied.push(this.copy(Object.getOwnPropertyDescriptor(values, i)?.value, depth + 1));
    }
    return copied;
  }

  #record(value: object, depth: number): Record<string, unknown> {
    const copied: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      if (this.#left <= 0) break;
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (property === undefined || !('value' in property) || this.#options.omits?.(key)) continue;
      const item = this.copy(property.value, depth + 1);
      if (key !== '__proto__') copied[key] = item;
      // An assignment would not make it data.
      else Object.defineProperty(copied, key, { value: item, enumerable: true });
    }
    return copied;
  }
}
