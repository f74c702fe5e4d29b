import type { Scorer } from '@tracewright/scoring';
import { OVERALL } from '../compare/measures.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { EvaluateOptions } from './options.ts';

/** What names of metrics are made of: each score becomes some. */
const METRIC_NAME = /^[\w.\-: ][\w.\-: /]{0,199}$/;

/** @throws EvaluationError `INVALID_OPTIONS` for what contradicts itself, before anything is run */
export function checkOptions(
  options: Pick<EvaluateOptions, 'trials' | 'concurrency' | 'resume' | 'track' | 'rateLimits'>,
): void {
  const { trials = 1, concurrency = 1, rateLimits = {} } = options;
  for (const [name, value] of Object.entries({ trials, concurrency })) {
    if (!Number.isSafeInteger(value) || value < 1) throw invalid(`${name} must be a whole number from 1, not ${value}`);
  }
  for (const [name, limit] of Object.entries(rateLimits)) {
    if (Object.values(limit).some((most) => !(most > 0))) throw invalid(`the rate limit of ${name} must be above 0`);
  }
  if (options.resume !== undefined && options.track === false)
    throw invalid('without tracking there is nothing to resume');
}

/** @throws EvaluationError `INVALID_OPTIONS` for names that two scorers share, or that no metric can have */
export function checkScorers(scorers: readonly Scorer[]): void {
  const seen = new Set<string>();
  for (const name of scorers.flatMap((scorer) => scorer.names ?? [scorer.name])) {
    if (!METRIC_NAME.test(name))
      throw invalid(`scores cannot be called ${JSON.stringify(name)}: letters, digits, _ - . : and spaces will do`);
    // What every object has by itself would be read as a score of each row.
    if (name === OVERALL || name in Object.prototype)
      throw invalid(`scores cannot be called ${name}: something else is called so`);
    if (seen.has(name)) throw invalid(`two scorers give scores called ${name}: give one of them another name`);
    seen.add(name);
  }
}

function invalid(message: string): EvaluationError {
  return new EvaluationError('INVALID_OPTIONS', message);
}
