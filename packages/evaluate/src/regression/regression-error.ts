import type { EvaluationComparison } from '../compare/compare.ts';

/** An evaluation is worse than its baseline, or too little is known to say that it is not. */
export class RegressionError extends Error {
  override readonly name = 'RegressionError';
  readonly comparison: EvaluationComparison;

  constructor(message: string, comparison: EvaluationComparison) {
    super(message);
    this.comparison = comparison;
  }
}
