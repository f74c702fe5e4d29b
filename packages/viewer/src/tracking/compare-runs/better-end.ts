/** Words of names of which less is better. */
const LESS =
  /(^|[^a-z])(loss|error|errors|err|cost|costs|usd|price|latency|duration|time|ms|seconds|secs|tokens|llm_calls|perplexity|ppl|mse|mae|rmse|mape|wer|cer|fail|failed|failures|failure|toxicity|hallucination|distance|retries|memory|cpu)([^a-z]|$)/;

/** Which end of a figure is the better one, by its name: what costs or goes wrong should be little. */
export function isLessBetter(name: string): boolean {
  return LESS.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase());
}

/** Places of the best values; none where all are the same, or less than two are known. */
export function bestOf(values: readonly (number | undefined)[], isLess: boolean): ReadonlySet<number> {
  const known = values.filter((value) => value !== undefined && Number.isFinite(value)) as readonly number[];
  const best = isLess ? Math.min(...known) : Math.max(...known);
  if (known.length < 2 || known.every((value) => value === best)) return new Set();
  return new Set(values.flatMap((value, at) => (value === best ? [at] : [])));
}
