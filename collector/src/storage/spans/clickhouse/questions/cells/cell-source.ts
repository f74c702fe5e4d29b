import { type Expression, nodesOf } from '../../../../../filter/expression.ts';
import type { FieldName } from '../../../../../filter/fields.ts';
import type { AggregateRequest } from '../../../questions/aggregate.ts';
import { type Interval, LENGTH_MS, type TimeBuckets } from '../../../questions/time-buckets.ts';
import { spanCondition } from '../../filter/filter-condition.ts';
import type { SqlParams } from '../../filter/sql-params.ts';
import type { Asked, KnownPart, KnownSpans } from '../span-parts.ts';
import { inStretches, selectSingle, stretchesOf } from '../standing-spans.ts';
import { CELL_MINUTES } from './cell-columns.ts';

/** Where a question finds what was added up before, and where the rows are of which that says nothing. */
export interface CellSource {
  /** Reads columns of cells. */
  readonly select: (columns: string) => string;
  /** Each reads columns of rows. */
  readonly rest: readonly ((columns: string) => string)[];
}

/** A filter that cells can tell the meaning of: one on what they have in common, within a time. */
interface CellFilter {
  readonly ofCells: readonly Expression[];
  readonly fromNs: bigint;
  /** Not included. */
  readonly untilNs: bigint;
}

const DIMENSIONS: readonly unknown[] = ['time', 'provider', 'model', 'name', 'kind', 'status', 'service', 'experiment'];
const FIELDS: readonly FieldName[] = ['name', 'status', 'kind', 'model', 'provider', 'service'];

const CELL_MS = CELL_MINUTES * 60_000;
const CELL_NS = BigInt(CELL_MS) * 1_000_000n;
const MAX_NS = 1n << 64n;

/** Whether groups can be made of cells: all spans of a cell are in the same one. */
export function canBeOfCells(
  { by }: AggregateRequest,
  interval: Interval,
  buckets: TimeBuckets,
  minutes: readonly number[] | undefined,
): boolean {
  if (!by.every((dimension) => DIMENSIONS.includes(dimension))) return false;
  if (!by.includes('time')) return true;
  if (LENGTH_MS[interval] < CELL_MS || minutes === undefined) return false;
  return minutes.every((minute) => buckets.startOf(minute * 60_000) % CELL_MS === 0);
}

/**
 * What is told by cells of the rows for which a filter holds; undefined where they tell nothing.
 *
 * @param where the whole filter, of rows
 */
export function cellSource(
  filter: Expression,
  where: string,
  params: SqlParams,
  { parts, spans }: KnownSpans,
  { relyOn }: Asked,
): CellSource | undefined {
  const withCells = parts.filter(({ hasCells }) => hasCells);
  const asked = withCells.length === 0 ? undefined : cellFilter(filter);
  if (asked === undefined) return undefined;
  const quarters = new Set(parts.flatMap(({ minutes }) => minutes.map(quarterOf)));
  const first = Number((asked.fromNs + CELL_NS - 1n) / CELL_NS);
  const end = Number(asked.untilNs / CELL_NS);
  const uncovered = new Set([...quarters].filter((quarter) => quarter < first || quarter >= end));
  for (const minute of spans.minutes ?? []) if (spans.isMerged(minute)) uncovered.add(quarterOf(minute));
  const stretches = stretchesOf([...uncovered].sort((a, b) => a - b));
  const isCovered = (quarter: number): boolean => !stretches.some(([from, to]) => quarter >= from && quarter <= to);
  const told = withCells.filter((part) => hasMinutes(part, isCovered));
  if (told.length === 0) return undefined;
  relyOn(told);
  const condition = spanCondition({ type: 'and', of: asked.ofCells }, params).sql;
  const outside = stretches.length === 0 ? '0' : inStretches(stretches.map(([from, to]) => minutesOf(from, to)));
  const digests = params.texts(told.map(({ digest }) => digest));
  const names = params.texts(told.map(({ name }) => name));
  const isLeft = parts.some((part) => !told.includes(part) && hasMinutes(part, isCovered));
  return {
    select: (columns) =>
      `SELECT ${columns} FROM span_cells FINAL WHERE part IN ${digests} AND ${params.workspace}` +
      ` AND NOT ${outside} AND (${condition})`,
    rest: [
      ...(outside === '0' ? [] : [(columns: string) => spans.select(columns, `(${where}) AND ${outside}`)]),
      ...(isLeft
        ? [(columns: string) => selectSingle(columns, `(${where}) AND NOT ${outside} AND _part NOT IN ${names}`)]
        : []),
    ],
  };
}

function cellFilter(filter: Expression): CellFilter | undefined {
  let fromNs = 0n;
  let untilNs = MAX_NS;
  const ofCells: Expression[] = [];
  for (const part of conjuncts(filter)) {
    if (part.type !== 'compare' || part.field !== 'time') {
      const isOfCells = [...nodesOf(part)].every(
        (node) =>
          node.type === 'and' ||
          node.type === 'or' ||
          node.type === 'not' ||
          (node.type === 'compare' && FIELDS.includes(node.field)),
      );
      if (!isOfCells) return undefined;
      ofCells.push(part);
      continue;
    }
    const [time] = part.values;
    if (typeof time !== 'bigint') return undefined;
    const { operator } = part;
    if (operator === '>=' || operator === '>') fromNs = larger(fromNs, operator === '>' ? time + 1n : time);
    else if (operator === '<' || operator === '<=') untilNs = smaller(untilNs, operator === '<=' ? time + 1n : time);
    else return undefined;
  }
  return { ofCells, fromNs, untilNs: larger(untilNs, 0n) };
}

function conjuncts(filter: Expression): readonly Expression[] {
  return filter.type === 'and' ? filter.of.flatMap(conjuncts) : [filter];
}

function quarterOf(minute: number): number {
  return Math.floor(minute / CELL_MINUTES);
}

function minutesOf(from: number, to: number): readonly [number, number] {
  return [from * CELL_MINUTES, (to + 1) * CELL_MINUTES - 1];
}

function hasMinutes({ minutes }: KnownPart, isWanted: (quarter: number) => boolean): boolean {
  return minutes.some((minute) => isWanted(quarterOf(minute)));
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
