import { formatQuery, type Query } from '../../url/query.ts';

export const VIEWS = ['table', 'curves', 'scatter', 'parallel', 'rows'] as const;
export type CompareView = (typeof VIEWS)[number];

/** Parameters of the page that compares runs, by their names in the URL. Absent ones stand for their defaults. */
export interface CompareQuery extends Query {
  /** Ids of the runs, joined by commas. */
  readonly runs?: string | undefined;
  /** Without ids: the runs of an experiment, by MLflow's filter and in an order as the table of runs has it. */
  readonly experiment?: string | undefined;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly view?: string | undefined;
  /** `1`: what is the same everywhere, too. */
  readonly all?: string | undefined;
  /** Metrics whose better end is not the usual one, joined by commas. */
  readonly flip?: string | undefined;
  /** Ids of axes, as the table of runs names its columns: of the scatter, and joined by commas of the parallel ones. */
  readonly h?: string | undefined;
  readonly v?: string | undefined;
  readonly axes?: string | undefined;
  /** What lines are coloured by. */
  readonly color?: string | undefined;
  /** What is chosen on axes: `metrics.loss*0.1*0.5`, joined by commas. */
  readonly brush?: string | undefined;
  /** Path of the table that is compared row by row, and the column by which its rows are judged. */
  readonly table?: string | undefined;
  readonly by?: string | undefined;
}

/** Those of a list that is joined by commas. */
export function listed(text: string | undefined): readonly string[] {
  return text ? text.split(',').filter((part) => part !== '') : [];
}

/** The same list with an entry that is in it taken out, or one that is not added. */
export function toggled(text: string | undefined, entry: string): string | undefined {
  const entries = listed(text);
  return (entries.includes(entry) ? entries.filter((each) => each !== entry) : [...entries, entry]).join() || undefined;
}

/** Runs that are compared at once. */
export const MAX_COMPARED = 1_000;
/** Runs that a link names: a server refuses addresses of more than about 16 kB, and an id has 32 characters. */
export const MAX_NAMED = 400;

/** Where runs are compared; undefined for less than two, and for more than an address can name. */
export function compareHref(ids: ReadonlySet<string>): string | undefined {
  return ids.size > 1 && ids.size <= MAX_NAMED ? `/compare-runs${formatQuery({ runs: [...ids].join() })}` : undefined;
}

/** Which of the runs that a URL names are compared, each once, and whether it names more. */
export function comparedIds(runs: string | undefined): { readonly ids: readonly string[]; readonly hasMore: boolean } {
  const all = [...new Set(listed(runs))];
  return { ids: all.slice(0, MAX_COMPARED), hasMore: all.length > MAX_COMPARED };
}
