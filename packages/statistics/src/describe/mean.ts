/** Numbers to be described, such as an array or a typed array. None of them may be NaN. */
export type Numbers = ArrayLike<number>;

/** NaN of no numbers. */
export function mean(numbers: Numbers): number {
  let sum = 0;
  // What the sum was too large to take up (Neumaier): a million equal scores have exactly that score as their mean.
  let lost = 0;
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index]!;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return (sum + lost) / numbers.length;
}

/** Of a sample, its denominator one less than its size. NaN of fewer than two numbers. */
export function variance(numbers: Numbers): number {
  if (numbers.length < 2) return Number.NaN;
  const centre = mean(numbers);
  const squares = new Float64Array(numbers.length);
  for (let index = 0; index < numbers.length; index++) squares[index] = (numbers[index]! - centre) ** 2;
  return (mean(squares) * numbers.length) / (numbers.length - 1);
}

/** Of a sample, in the unit of the numbers. NaN of fewer than two. */
export function standardDeviation(numbers: Numbers): number {
  return Math.sqrt(variance(numbers));
}
