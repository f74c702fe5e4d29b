import { types } from 'node:util';
import { plainCopy } from '@tracewright/instrumentation-core';
import { isMessage, messageOf } from './message.ts';

/** Values copied at most for one attribute; what the content rules keep is far less. */
const MAX_VALUES = 5_000;

const MAX_FLAT_KEYS = 8;

/**
 * A run's input or output as data for a content attribute. Messages take the form of the GenAI conventions; LangChain's
 * own bookkeeping (`lc_*`) is left out.
 */
export function plain(value: unknown): unknown {
  if (isFlat(value)) return value;
  return plainCopy(value, {
    replace: (object) => (isMessage(object) ? messageOf(object) : undefined),
    omits: (key) => key.startsWith('lc_'),
    maxValues: MAX_VALUES,
  });
}

/** A text, or a record of few texts, numbers and the like, as most steps have: nothing of it is said in other words. */
function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol';
  if (types.isProxy(value) || Object.getPrototypeOf(value) !== Object.prototype) return false;
  const keys = Object.keys(value);
  if (keys.length > MAX_FLAT_KEYS) return false;
  return keys.every((key) => {
    const item: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
    return (item === null || (typeof item !== 'object' && typeof item !== 'function')) && !key.startsWith('lc_');
  });
}
