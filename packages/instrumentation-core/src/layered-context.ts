import { type Context, createContextKey } from '@opentelemetry/api';

/**
 * Values of ours over a context of somebody's. OTel's own copies a map and makes three functions for each value; a step
 * sets several at once. Layers do not pile up: one over another one takes its values over.
 */
class LayeredContext implements Context {
  readonly #base: Context;
  readonly #keys: readonly symbol[];
  readonly #values: readonly unknown[];

  constructor(base: Context, keys: readonly symbol[], values: readonly unknown[]) {
    this.#base = base;
    this.#keys = keys;
    this.#values = values;
  }

  getValue(key: symbol): unknown {
    const at = this.#keys.indexOf(key);
    if (at < 0) return this.#base.getValue(key);
    const value = this.#values[at];
    return value instanceof Replaceable ? value.current : value;
  }

  setValue(key: symbol, value: unknown): Context {
    return this.with([key], [value]);
  }

  /** What is below may have the key as well: the layer says that there is no value. */
  deleteValue(key: symbol): Context {
    return this.with([key], [undefined]);
  }

  with(keys: readonly symbol[], values: readonly unknown[]): Context {
    const together = merged(this.#keys, keys);
    const all = this.#values.slice();
    for (let i = 0; i < keys.length; i++) all[together.indexOf(keys[i] as symbol)] = values[i];
    return new LayeredContext(this.#base, together, all);
  }
}

/** What two lists of keys were merged to last, since contexts of a kind follow each other. */
let last: readonly [one: readonly symbol[], other: readonly symbol[], together: readonly symbol[]] | undefined;

/** The keys of one list, then those that only the other has. */
function merged(one: readonly symbol[], other: readonly symbol[]): readonly symbol[] {
  if (last !== undefined && last[0] === one && last[1] === other) return last[2];
  const added = other.filter((key) => !one.includes(key));
  const together = added.length === 0 ? one : [...one, ...added];
  last = [one, other, together];
  return together;
}

/**
 * A value that can still be another one in contexts that have it, and in all that were made from them: work that was
 * started in a context keeps it, and all that is in there, for as long as it likes.
 */
export class Replaceable {
  current: unknown;

  constructor(value: unknown) {
    this.current = value;
  }
}

/** A context with all these values; `values[i]` stands under `keys[i]`, of a {@link Replaceable} what it has then. Neither list may be changed afterwards. */
export function contextWith(base: Context, keys: readonly symbol[], values: readonly unknown[]): Context {
  return base instanceof LayeredContext ? base.with(keys, values) : new LayeredContext(base, keys, values);
}

/** OTel's own key of a context's span. It is the same in every copy and version of its API, which share contexts. */
export const SPAN_KEY: symbol = createContextKey('OpenTelemetry Context Key SPAN');
