import type { TraceFilter } from '../api/asked.ts';
import { filterValue } from '../format/filter-literal.ts';
import type { Query } from '../url/query.ts';
import { momentMs } from '../url/time-range.ts';

/** What two groups of traces are told apart by. */
export type Contrast = 'time' | 'model' | 'prompt';

/** Parameters of `/steps`. */
export interface StepsQuery {
  /** In the filter language, of traces. */
  readonly q?: string | undefined;
  /** Moments, see `url/time-range.ts`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Id of the column that rows are sorted by; absent: as a tree. */
  readonly sort?: string | undefined;
  /** What is compared; absent: nothing. */
  readonly vs?: string | undefined;
  /** Model or prompt version of either group; of `time`, begin and end of the range that is compared with. */
  readonly x?: string | undefined;
  readonly y?: string | undefined;
}

/** Parameters that get another value; absent ones stay. */
export type StepsChange = StepsQuery;

/** Traces whose steps are looked at together. */
export interface StepGroup {
  readonly label: string;
  readonly filter: TraceFilter;
  /** Part of the names of steps that only tells the group, not the step. */
  readonly ownWord: string;
}

export function stepsQuery({ q, from, to, sort, vs, x, y }: Query): StepsQuery {
  return { q, from, to, sort, vs, x, y };
}

/** One group, or the two that are compared: first the one that changes are counted from. */
export function groupsOf(query: StepsQuery): readonly [StepGroup] | readonly [StepGroup, StepGroup] {
  const { q, from, to, vs, x, y } = query;
  const whole: StepGroup = { label: 'these traces', filter: { filter: q, from, to }, ownWord: '' };
  if (vs === 'time' && x) {
    return [
      { label: 'then', filter: { filter: q, from: x, to: y }, ownWord: '' },
      { ...whole, label: 'now' },
    ];
  }
  if (!x || !y || (vs !== 'model' && vs !== 'prompt')) return [whole];
  const of = (value: string): StepGroup => ({
    label: vs === 'model' ? value : `version ${value}`,
    filter:
      vs === 'model'
        ? { ...whole.filter, model: value }
        : { ...whole.filter, filter: both(q, `has(prompt_version = ${filterValue(value)})`) },
    ownWord: vs === 'model' ? value : '',
  });
  return [of(x), of(y)];
}

/** The range of the same length that ends where a range begins; undefined where that is not known. */
export function rangeBefore(from: string | undefined, to: string | undefined, nowMs: number): StepsChange | undefined {
  const fromMs = momentMs(from, nowMs);
  if (fromMs === undefined) return undefined;
  const toMs = momentMs(to, nowMs) ?? nowMs;
  return { x: String(Math.round(2 * fromMs - toMs)), y: String(Math.round(fromMs)) };
}

/** Where the traces behind a step are listed, the slowest first. */
export function tracesOfStep(
  { filter }: StepGroup,
  path: readonly string[],
  kind: string,
): Readonly<Record<string, string | undefined>> {
  const step = `has(path = ${filterValue(path.join(' > '))} AND kind = ${kind})`;
  return { q: both(filter.filter, step), model: filter.model, from: filter.from, to: filter.to, sort: 'duration' };
}

function both(filter: string | undefined, condition: string): string {
  if (filter === undefined || filter.trim() === '') return condition;
  return `${/\bor\b/i.test(filter) ? `(${filter})` : filter} AND ${condition}`;
}
