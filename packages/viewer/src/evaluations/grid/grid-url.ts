import type { Query } from '../../url/query.ts';

/** What the page of an evaluation shows, as its address has it. */
export interface GridQuery extends Query {
  /** Ids of runs that it is compared with. */
  readonly vs: string | undefined;
  /** A text in inputs, outputs, expectations or key. */
  readonly q: string | undefined;
  /** `failed`, `errors`, `worse` or `better`; undefined: all rows. */
  readonly show: string | undefined;
  /** The scorer that `show` and the changes are about. */
  readonly scorer: string | undefined;
  /** `key=value` of a tag. */
  readonly tag: string | undefined;
  /** A column, with `-` before it for the largest first. */
  readonly sort: string | undefined;
  /** `changes`: measure by measure what has changed, instead of the rows. */
  readonly view: string | undefined;
  /** Trace of the row that is open. */
  readonly row: string | undefined;
}

export type GridChange = Partial<GridQuery>;

export function gridQuery({ vs, q, show, scorer, tag, sort, view, row }: Query): GridQuery {
  return { vs, q, show, scorer, tag, sort, view, row };
}

/** Ids of the evaluations that one is compared with, the first of which its changes are counted from. */
export function othersOf(vs: string | undefined): readonly string[] {
  return vs === undefined ? [] : vs.split(',').filter((id) => id !== '');
}
