import { plainCopy } from '@tracewright/instrumentation-core';
import { isMessage, messageOf } from './message.ts';

/** Values copied at most for one attribute; what the content rules keep is far less. */
const MAX_VALUES = 5_000;

/**
 * A run's input or output as data for a content attribute. Messages take the form of the GenAI conventions; LangChain's
 * own bookkeeping (`lc_*`) is left out.
 */
export function plain(value: unknown): unknown {
  return plainCopy(value, {
    replace: (object) => (isMessage(object) ? messageOf(object) : undefined),
    omits: (key) => key.startsWith('lc_'),
    maxValues: MAX_VALUES,
  });
}
