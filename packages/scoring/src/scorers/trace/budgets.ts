import type { RowTrace } from '../../row/row-trace.ts';
import { codeScorer } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';
import { ScorerError } from '../scorer-error.ts';

/** How long the task took, ms; passes what is no longer than `maxMs`. */
export function latency({
  maxMs,
  name = 'latency_ms',
}: {
  readonly maxMs?: number;
  readonly name?: string;
} = {}): Scorer {
  return budget(name, maxMs, ({ durationMs }) => durationMs);
}

/** What a row cost, USD; passes what costs no more than `maxUsd`. A cost of which a part is unknown is an error. */
export function cost({ maxUsd, name = 'cost_usd' }: { readonly maxUsd?: number; readonly name?: string } = {}): Scorer {
  return budget(name, maxUsd, ({ costUsd, isCostPartial }) => {
    if (costUsd !== null && !isCostPartial) return costUsd;
    throw new ScorerError(
      'TRACE_INCOMPLETE',
      'what the row cost is not known: nobody traced it, or a model has no price',
    );
  });
}

/** How many tokens a row used, in and out together; passes what uses no more than `max`. */
export function tokens({ max, name = 'tokens' }: { readonly max?: number; readonly name?: string } = {}): Scorer {
  return budget(name, max, ({ inputTokens, outputTokens }) => {
    if (inputTokens !== null || outputTokens !== null) return (inputTokens ?? 0) + (outputTokens ?? 0);
    throw new ScorerError('TRACE_INCOMPLETE', 'how many tokens the row used is not known: nobody traced it');
  });
}

function budget(name: string, most: number | undefined, read: (trace: RowTrace) => number): Scorer {
  const passes = most === undefined ? {} : { passes: (value: unknown) => (value as number) <= most };
  return codeScorer(
    name,
    { direction: 'lower', ...passes, score: ({ trace }) => ({ value: read(trace) }) },
    { max: most },
  );
}
