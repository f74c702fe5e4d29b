import { ScorerError } from '../scorer-error.ts';

/** A fence of Markdown around JSON, as models like to write one. */
const FENCE = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/;

/** The value that an output stands for: parsed where it is a text. @throws ScorerError `VALUE_UNSUITABLE` if it is no JSON */
export function jsonOf(output: unknown, allowFence: boolean): unknown {
  if (typeof output !== 'string') return output;
  const text = (allowFence ? FENCE.exec(output)?.[1] : undefined) ?? output;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ScorerError('VALUE_UNSUITABLE', 'the output is no JSON', { cause });
  }
}
