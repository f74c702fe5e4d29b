import type { Attributes } from '../otlp/attributes.ts';
import { openinference } from './openinference.ts';
import { plain } from './plain.ts';
import type { Dialect } from './step-facts.ts';
import { tracewright } from './tracewright.ts';

/**
 * Picks the dialect of a span by the names of its attributes. A span of ours may carry another dialect's attributes
 * beside its own, so ours come first; OpenInference's instrumentations in turn add some of the GenAI conventions'.
 */
export function dialectOf({ keys }: Attributes): Dialect {
  let isGenAi = false;
  let isOpenInference = false;
  for (const key of keys) {
    if (key.startsWith('tracewright.')) return tracewright;
    if (key === 'openinference.span.kind') isOpenInference = true;
    else if (key.startsWith('gen_ai.')) isGenAi = true;
  }
  if (isOpenInference) return openinference;
  return isGenAi ? tracewright : plain;
}
