import type { EvaluationScore } from '@tracewright/schema';
import { storableText } from '../storable-text.ts';

/** A score whose texts all databases keep: what judges and traces say is not ours to choose. */
export function storableScore(score: EvaluationScore): EvaluationScore {
  const { value, rationale, error } = score;
  return {
    ...score,
    value: typeof value === 'string' ? storableText(value) : value,
    rationale: rationale === null ? null : storableText(rationale),
    error: error && {
      ...error,
      code: storableText(error.code),
      message: error.message === null ? null : storableText(error.message),
    },
  };
}
