import type { TraceSummary } from '@tracewright/schema';
import { formatScore } from '../../format/score.ts';
import { isScoreOrder, type ListOrder, scoreOf } from '../list-order.ts';
import type { Column } from './columns.tsx';

/** As URLs name the column of a score, whose name may have any sign. */
export type ScoreColumnId = `score.${string}`;

export const scoreColumnId = (name: string): ScoreColumnId => `score.${encodeURIComponent(name)}`;

/** A column of what was said of traces under a name. It sorts by that, the largest first and then the smallest. */
export function scoreColumn(name: string): Column {
  return {
    id: scoreColumnId(name),
    title: name,
    minPx: 84,
    maxPx: 110,
    isNumber: true,
    orders: [`score.${name}`, `-score.${name}`],
    cell: (trace) => cellText(trace, name),
  };
}

/** The score column of an id, or the one that an order goes by; undefined where there is none. */
export function scoreColumnOf(id: string): Column | undefined {
  const name = /^score\.(.+)$/s.exec(id)?.[1];
  try {
    return name === undefined ? undefined : scoreColumn(decodeURIComponent(name));
  } catch {
    // Somebody wrote the address by hand.
    return undefined;
  }
}

/** What it is that a list is sorted by, if it is a score: whoever sees the order wants to see why. */
export function columnOfOrder(order: ListOrder): Column | undefined {
  return isScoreOrder(order) ? scoreColumn(scoreOf(order)) : undefined;
}

function cellText({ scores }: TraceSummary, name: string): string {
  const value = scores.find((score) => score.name === name)?.value;
  if (value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? formatScore(value) : value;
}
