import { POINT_BYTES } from './batch-bytes.ts';
import type { MetricPoint } from './metric-point.ts';

/** Points of one key of a run in the order of their time, step and value, each once. NaN comes behind the numbers. */
export class MetricPoints {
  readonly #timestamps: Float64Array;
  readonly #steps: Float64Array;
  readonly #values: Float64Array;
  readonly length: number;

  /** @param chunks As `MetricChunkRow` has them. */
  constructor(chunks: readonly Uint8Array[]) {
    const count = chunks.reduce((sum, { byteLength }) => sum + byteLength / POINT_BYTES, 0);
    const all = {
      timestamps: new Float64Array(count),
      steps: new Float64Array(count),
      values: new Float64Array(count),
    };
    let at = 0;
    for (const chunk of chunks) {
      const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let from = 0; from < chunk.byteLength; from += POINT_BYTES, at++) {
        all.timestamps[at] = view.getFloat64(from, true);
        all.steps[at] = view.getFloat64(from + 8, true);
        all.values[at] = view.getFloat64(from + 16, true);
      }
    }
    const order = orderOf(all.timestamps, all.steps, all.values);
    this.length = order === undefined ? count : order.length;
    this.#timestamps = order === undefined ? all.timestamps : order.map((index) => all.timestamps[index]!);
    this.#steps = order === undefined ? all.steps : order.map((index) => all.steps[index]!);
    this.#values = order === undefined ? all.values : order.map((index) => all.values[index]!);
  }

  at(index: number): Omit<MetricPoint, 'key'> {
    return { timestampMs: this.#timestamps[index]!, step: this.#steps[index]!, value: this.#values[index]! };
  }

  stepAt(index: number): number {
    return this.#steps[index]!;
  }

  /** Where the first point behind this one stands, whether it is there or not. */
  indexBehind({ timestampMs, step, value }: Omit<MetricPoint, 'key'>): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order =
        this.#timestamps[middle]! - timestampMs ||
        this.#steps[middle]! - step ||
        compareValues(this.#values[middle]!, value);
      if (order <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** @returns indexes in order without those that repeat another point; undefined where all stand as they should */
function orderOf(timestamps: Float64Array, steps: Float64Array, values: Float64Array): Float64Array | undefined {
  const compare = (a: number, b: number): number =>
    timestamps[a]! - timestamps[b]! || steps[a]! - steps[b]! || compareValues(values[a]!, values[b]!);
  let isOrdered = true;
  for (let index = 1; isOrdered && index < timestamps.length; index++) isOrdered = compare(index - 1, index) < 0;
  if (isOrdered) return undefined;
  const order = Float64Array.from(timestamps.keys()).sort(compare);
  return order.filter((index, place) => place === 0 || compare(order[place - 1]!, index) !== 0);
}

/** NaN is behind everything and equal to itself. */
function compareValues(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) || a < b ? -1 : 1;
}
