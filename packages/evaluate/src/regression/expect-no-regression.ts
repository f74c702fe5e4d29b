import { type CompareOptions, compare, type EvaluationComparison } from '../compare/compare.ts';
import { comparisonText } from '../compare/comparison-text.ts';
import type { EvaluationRef } from '../compare/load-evaluation.ts';
import { intervalLevel, type RegressionOptions, regressionsOf } from './check-regression.ts';
import { RegressionError } from './regression-error.ts';

export interface ExpectNoRegressionOptions extends RegressionOptions, Omit<CompareOptions, 'level'> {}

/**
 * Fails where an evaluation is worse than its baseline; made for tests, where the error shows both side by side.
 *
 * @throws RegressionError, with the comparison; RangeError for a metric that the two do not have in common, or options
 * by which nothing could ever fail
 * @example
 * test('the new prompt is no worse', async () => {
 *   await expectNoRegression(await evaluate(options), 'support-bot', { metric: 'correctness', margin: 0.02 });
 * });
 */
export async function expectNoRegression(
  result: EvaluationRef,
  baseline: EvaluationRef,
  options: ExpectNoRegressionOptions = {},
): Promise<EvaluationComparison> {
  const level = intervalLevel(options);
  const comparison = await compare(baseline, result, { ...options, level });
  const regressions = regressionsOf(comparison, options);
  if (regressions.length === 0) return comparison;
  throw new RegressionError(`${regressions.join('\n')}\n\n${comparisonText(comparison, level)}`, comparison);
}
