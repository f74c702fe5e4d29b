import { BUCKET_SHIFT, MAX_EXACT, middleOf } from '../../questions/quantiles.ts';
import type { RowReader } from '../row-binary/row-reader.ts';

/** Those that answers have. */
const QUANTILES = [0.5, 0.95, 0.99] as const;

/** Number, sum and quantiles of what is known of a measure. */
export interface SqlQuantiles {
  readonly count: number;
  readonly sum: number;
  readonly at: (of: (typeof QUANTILES)[number]) => number;
}

/**
 * What {@link readQuantiles} reads of a measure that is -1 where there is none: the values themselves while they are
 * few, beyond that the buckets in which the quantiles lie, by the same count as `Quantiles` makes: so the answers are
 * the same to the last digit, in little memory however many rows there are.
 */
export function quantilesSql(measure: string): string {
  const known = `${measure} >= 0`;
  const few = `arraySort(groupArrayIf(${MAX_EXACT + 1})(toFloat64(${measure}), ${known}))`;
  const many = `quantilesExactWeightedIf(${QUANTILES.join(', ')})(${bucketSql(measure)}, 1, ${known})`;
  const values = `if(countIf(${known}) <= ${MAX_EXACT}, ${few}, arrayMap(each -> toFloat64(each), ${many}))`;
  return `countIf(${known}), sumIf(toFloat64(${measure}), ${known}), ${values}`;
}

function bucketSql(measure: string): string {
  return `bitShiftRight(reinterpretAsUInt32(toFloat32(${measure})), ${BUCKET_SHIFT})`;
}

/** How many values are in which bucket, to be added to others, as it is kept. */
export const BUCKETS_TYPE: string = `AggregateFunction(quantilesExactWeightedIf(${QUANTILES.join(', ')}), UInt32, UInt8, UInt8)`;

export function bucketsState(measure: string): string {
  return `quantilesExactWeightedIfState(${QUANTILES.join(', ')})(${bucketSql(measure)}, 1, ${measure} >= 0)`;
}

/** The buckets of the quantiles, of all of these states together. */
export function bucketsMerged(state: string): string {
  return `arrayMap(each -> toFloat64(each), quantilesExactWeightedIfMerge(${QUANTILES.join(', ')})(${state}))`;
}

/** What {@link readQuantiles} reads of a measure that no row has. */
export const NO_QUANTILES = 'toUInt64(0), toFloat64(0), emptyArrayFloat64()';

export function readQuantiles(from: RowReader): SqlQuantiles {
  const count = Number(from.uint64());
  const sum = from.float64();
  const values = from.float64s();
  return {
    count,
    sum,
    at: (of) =>
      count > MAX_EXACT
        ? middleOf(values[QUANTILES.indexOf(of)] ?? 0)
        : (values[Math.max(1, Math.ceil(of * count)) - 1] ?? 0),
  };
}
