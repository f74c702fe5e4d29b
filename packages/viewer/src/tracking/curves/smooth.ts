/**
 * Evens values out: each is a mean of it and of those before, which weigh less the further back they are. The first
 * ones are not drawn towards nothing, as they are by a mean that begins at 0. What is no number stays where it is and
 * counts for nothing.
 *
 * @param weight Of what came before, from 0 (as it is) up to, not including, 1.
 */
export function smooth(values: readonly number[], weight: number): readonly number[] {
  if (weight <= 0) return values;
  let mean = 0;
  let seen = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    mean = mean * weight + value * (1 - weight);
    seen++;
    return mean / (1 - weight ** seen);
  });
}
