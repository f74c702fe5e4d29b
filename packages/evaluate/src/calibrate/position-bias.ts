import type { PositionBias } from '@tracewright/schema';
import type { PositionEffect } from '@tracewright/scoring';
import { shareInterval, signTest } from '@tracewright/statistics';
import { estimateJson, type JudgedRow } from './score-calibration.ts';

/** What the order of two answers does to a judge of pairs; null of one that has judged none. */
export function positionBias(name: string, judged: readonly JudgedRow[]): PositionBias | null {
  const effects = judged.flatMap(({ repeats }) => {
    const value = repeats[0]?.find((cell) => cell.name === name)?.value;
    return typeof value === 'string' ? [value as PositionEffect] : [];
  });
  if (effects.length === 0) return null;
  const count = (effect: PositionEffect): number => effects.filter((one) => one === effect).length;
  const [none, first, second] = [count('none'), count('first'), count('second')];
  return {
    pairs: effects.length,
    first,
    second,
    consistency: estimateJson(shareInterval(none, effects.length)),
    p: signTest(first, second),
  };
}
