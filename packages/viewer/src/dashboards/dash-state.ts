import { formatQuery, parseQuery } from '../url/query.ts';
import type { TimeRange } from '../url/time-range.ts';

/** What the figures are of. */
export const SUBJECTS = ['llm', 'steps', 'traces'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What the figures are split by. */
export const SPLITS = ['none', 'provider', 'model', 'step', 'user', 'prompt'] as const;
export type Split = (typeof SPLITS)[number];

export const PERCENTILES = ['p50', 'p95', 'p99'] as const;
export type Percentile = (typeof PERCENTILES)[number];

/** What the URL of the dashboards says: `?q=&from=&to=&of=&by=&p=&score=`. */
export interface DashState {
  /** Filter on traces, in the filter language. */
  readonly filter: string;
  readonly range: TimeRange;
  readonly subject: Subject;
  readonly split: Split;
  /** Of latencies, where a chart has room for one. */
  readonly percentile: Percentile;
  /** Name of the feedback that models are compared by; undefined: the first there is. */
  readonly score: string | undefined;
}

const DEFAULT_FROM = '-7d';
/** What `from` says for a range that is open at its beginning. */
const ALL_TIME = 'all';

/** Splits that whole traces have: they have several providers and prompts, and no step. */
const TRACE_SPLITS: readonly Split[] = ['none', 'model', 'step', 'user'];

export function splitsOf(subject: Subject): readonly Split[] {
  return subject === 'traces' ? TRACE_SPLITS : SPLITS;
}

export function parseDash(search: string): DashState {
  const { q, from = DEFAULT_FROM, to, of, by, p, score } = parseQuery(search);
  const subject = SUBJECTS.find((known) => known === of) ?? 'llm';
  return {
    filter: q ?? '',
    range: { from: from === ALL_TIME ? undefined : from, to },
    subject,
    split: splitsOf(subject).find((known) => known === by) ?? 'none',
    percentile: PERCENTILES.find((known) => known === p) ?? 'p95',
    score,
  };
}

/** As short as it can be: what is the default is left out. */
export function formatDash({ filter, range, subject, split, percentile, score }: DashState): string {
  const from = range.from ?? ALL_TIME;
  return formatQuery({
    q: filter,
    from: from === DEFAULT_FROM && range.to === undefined ? undefined : from,
    to: range.to,
    of: subject === 'llm' ? undefined : subject,
    by: split === 'none' ? undefined : split,
    p: percentile === 'p95' ? undefined : percentile,
    score,
  });
}
