import { MAX_EXACT } from '../../../questions/quantiles.ts';
import { TYPE } from '../../stored-column.ts';
import { BUCKETS_TYPE, bucketsMerged, bucketsState } from '../quantiles-sql.ts';

/** Minutes of a cell: where buckets of time begin in any zone, a cell begins too. */
export const CELL_MINUTES = 15;

/** What spans have in common that a cell adds up, besides their workspace and the quarter of an hour they begin in. */
const CELL_KEY = [
  'experiment_id',
  'service',
  'kind',
  'provider',
  'model',
  'name',
  'is_pending',
  'status_code',
] as const;

/** What tells a cell of a part from the others: `minute` is the first one of its quarter. */
export const CELL_ORDER: string = ['part', 'workspace', 'minute', ...CELL_KEY].join(', ');

/** Of which quantiles are kept. */
const DISTRIBUTIONS = ['duration', 'self', 'ttft', 'speed'] as const;
const SUMS = ['input', 'output', 'cost'] as const;

interface FigureColumn {
  readonly name: string;
  readonly type: string;
  /** Of rows that have the columns of `measuredSql`. */
  readonly sql: string;
}

function distribution(measure: (typeof DISTRIBUTIONS)[number]): readonly FigureColumn[] {
  const known = `${measure} >= 0`;
  const value = `toFloat64(${measure})`;
  const few = `if(countIf(${known}) > ${MAX_EXACT}, [], groupArrayIf(${MAX_EXACT + 1})(${value}, ${known}))`;
  return [
    { name: `${measure}_known`, type: 'UInt64', sql: `countIf(${known})` },
    { name: `${measure}_total`, type: 'Float64', sql: `sumIf(${value}, ${known})` },
    { name: `${measure}_few`, type: 'Array(Float64)', sql: few },
    { name: `${measure}_buckets`, type: BUCKETS_TYPE, sql: bucketsState(measure) },
  ];
}

/** What a cell says of its spans. */
const FIGURES: readonly FigureColumn[] = [
  { name: 'counted', type: 'UInt64', sql: 'count()' },
  { name: 'failed', type: 'UInt64', sql: 'countIf(is_error)' },
  ...DISTRIBUTIONS.flatMap(distribution),
  { name: 'critical_total', type: 'Float64', sql: 'sumIf(toFloat64(critical), critical > 0)' },
  ...SUMS.flatMap((measure) => [
    { name: `${measure}_known`, type: 'UInt64', sql: `countIf(${measure} >= 0)` },
    { name: `${measure}_total`, type: 'Float64', sql: `sumIf(toFloat64(${measure}), ${measure} >= 0)` },
  ]),
  { name: 'has_partial', type: 'UInt8', sql: 'toUInt8(max(is_partial))' },
];

/** The columns of `span_cells`. */
export const CELL_COLUMNS: readonly { readonly name: string; readonly type: string }[] = [
  // What the part holds, by its bytes: one of another content has another.
  { name: 'part', type: 'String CODEC(LZ4)' },
  { name: 'workspace', type: TYPE.word },
  { name: 'minute', type: TYPE.minute },
  ...CELL_KEY.map((name) => ({
    name,
    type: name === 'is_pending' ? TYPE.flag : name === 'status_code' ? 'UInt8' : TYPE.word,
  })),
  ...FIGURES.map(({ name, type }) => ({ name, type })),
];

/** What tells a cell of a part from the others, of rows of spans. */
export const CELL_KEY_SQL: readonly string[] = [
  'workspace',
  `toUInt32(intDiv(minute, ${CELL_MINUTES}) * ${CELL_MINUTES})`,
  ...CELL_KEY,
];

/** What is added up, in the order of the columns. @param hasSelf whether self times are wanted */
export function cellFigures(hasSelf: boolean): string {
  return figuresOf(hasSelf)
    .map(({ name, sql }) => `${sql} AS ${name}`)
    .join(', ');
}

/** The same columns as a cell has them. */
export function cellFigureNames(hasSelf: boolean): string {
  return figuresOf(hasSelf)
    .map(({ name }) => name)
    .join(', ');
}

function figuresOf(hasSelf: boolean): readonly FigureColumn[] {
  return hasSelf ? FIGURES : FIGURES.filter(({ name }) => !name.startsWith('self_'));
}

/** What `readFigures` reads, in its order, of cells and what was added up like them. */
export function mergedFigures(hasSelf: boolean, nothing: string): string {
  const merged = (measure: string): string => {
    const known = `sum(${measure}_known)`;
    const few = `arraySort(groupArrayArray(${MAX_EXACT})(${measure}_few))`;
    return `${known}, sum(${measure}_total), if(${known} <= ${MAX_EXACT}, ${few}, ${bucketsMerged(`${measure}_buckets`)})`;
  };
  return [
    'sum(counted)',
    'sum(failed)',
    ...DISTRIBUTIONS.map((measure) => (measure === 'self' && !hasSelf ? nothing : merged(measure))),
    'sum(critical_total)',
    ...SUMS.map((measure) => `if(sum(${measure}_known) = 0, -1, sum(${measure}_total))`),
    'toUInt8(max(has_partial))',
  ].join(', ');
}
