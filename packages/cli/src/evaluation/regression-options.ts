import type { RegressionOptions } from '@tracewright/evaluate';
import type { ValuedOption } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';

/** Options by which a command is told what counts as worse. */
export const REGRESSION_OPTIONS: Record<'metric' | 'margin' | 'evidence', ValuedOption> = {
  metric: { value: 'names', says: 'of scores, or duration_ms, cost_usd …, by commas; default: the overall score' },
  margin: { value: 'number', says: 'by which a mean may be worse; default 0' },
  evidence: { value: 'worse|not worse', says: 'what has to be shown for it to fail, or to pass; default: worse' },
};

interface RegressionGiven {
  readonly metric: string | undefined;
  readonly margin: string | undefined;
  readonly evidence: string | undefined;
}

/** @throws CommandError of usage naming the option */
export function regressionOptions({ metric, margin, evidence }: RegressionGiven): RegressionOptions {
  if (margin !== undefined && !/^\d*\.?\d+$/.test(margin)) {
    throw usageError(`--margin is a number such as 0.02, not ${JSON.stringify(margin)}`);
  }
  if (evidence !== undefined && evidence !== 'worse' && evidence !== 'not worse') {
    throw usageError(`--evidence is "worse" or "not worse", not ${JSON.stringify(evidence)}`);
  }
  return {
    ...(metric !== undefined && { metric: metric.split(',').map((name) => name.trim()) }),
    ...(margin !== undefined && { margin: Number(margin) }),
    ...(evidence !== undefined && { evidence }),
  };
}
