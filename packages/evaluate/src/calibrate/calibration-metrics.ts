import type { JudgeCalibration } from '@tracewright/schema';

/** The figures of a calibration as metrics of its run; what is not known is left out. */
export function calibrationMetrics(calibration: JudgeCalibration): Readonly<Record<string, number>> {
  const { scores, positionBias, calls, tokens, costUsd } = calibration;
  const figures: [string, number | null | undefined][] = [
    ['judge_calls', calls],
    ['judge_tokens', tokens],
    ['judge_cost_usd', costUsd],
    ['position_consistency', positionBias?.consistency.estimate],
  ];
  for (const { name, rows, agreement, kappa, stability, bias, errors } of scores) {
    figures.push(
      [`${name}/rows`, rows],
      [`${name}/agreement`, agreement.estimate],
      [`${name}/kappa`, kappa.estimate],
      [`${name}/stability`, stability?.estimate],
      [`${name}/bias`, bias?.estimate],
      [`${name}/errors`, Object.values(errors).reduce((sum, count) => sum + count, 0)],
    );
  }
  return Object.fromEntries(figures.filter((figure): figure is [string, number] => typeof figure[1] === 'number'));
}
