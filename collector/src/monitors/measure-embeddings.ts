import type { DriftMeasure } from '@tracewright/schema';
import type { Grouping } from '@tracewright/statistics';
import { measured } from './measured.ts';

/** How far the centroids of vectors lie apart: 1 − cosine. Vectors are brought to one length first. */
export function measureEmbeddings(
  reference: readonly (readonly number[])[],
  current: readonly (readonly number[])[],
): DriftMeasure {
  const vectors = [...reference, ...current].map(unit);
  const size = vectors[0]?.length ?? 0;
  const distance = (grouping: Grouping): number => {
    const [first, second] = [new Float64Array(size), new Float64Array(size)];
    vectors.forEach((vector, index) => {
      const into = grouping[index] === 1 ? second : first;
      for (let at = 0; at < size; at++) into[at]! += vector[at]!;
    });
    return 1 - cosine(first, second);
  };
  return measured('embedding', 'cosine', [reference.length, current.length], distance, '');
}

function unit(vector: readonly number[]): Float64Array {
  const length = Math.hypot(...vector) || 1;
  return Float64Array.from(vector, (value) => value / length);
}

function cosine(a: Float64Array, b: Float64Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    dot += a[at]! * b[at]!;
    aa += a[at]! * a[at]!;
    bb += b[at]! * b[at]!;
  }
  return dot / (Math.sqrt(aa * bb) || 1);
}
