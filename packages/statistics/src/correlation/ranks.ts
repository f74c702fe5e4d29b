import type { Numbers } from '../describe/mean.ts';

/** Places in ascending order, from 1; equal numbers share the mean of theirs. */
export function ranks(numbers: Numbers): Float64Array {
  const order = Uint32Array.from({ length: numbers.length }, (_, index) => index);
  order.sort((a, b) => numbers[a]! - numbers[b]!);
  const places = new Float64Array(numbers.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && numbers[order[end]!] === numbers[order[start]!]) end++;
    for (let index = start; index < end; index++) places[order[index]!] = (start + 1 + end) / 2;
    start = end;
  }
  return places;
}
