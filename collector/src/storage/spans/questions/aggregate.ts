import type {
  AggregateAnswer,
  AggregateGroup,
  AggregateInterval,
  AggregateOf,
  AggregateOrder,
} from '@tracewright/schema';
import type { Expression } from '../../../filter/expression.ts';
import { Figures } from './figures.ts';
import { type Interval, intervalFor, TimeBuckets } from './time-buckets.ts';

/** What spans and traces can be grouped by without looking anything up. */
export const DIMENSIONS = [
  'time',
  'provider',
  'model',
  'name',
  'path',
  'kind',
  'status',
  'service',
  'user',
  'session',
  'prompt',
  'promptVersion',
  'experiment',
  'run',
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** Those that only spans have. */
export const SPAN_DIMENSIONS: readonly Dimension[] = ['provider', 'path', 'kind', 'prompt', 'promptVersion'];

/** A question for figures. */
export interface AggregateRequest {
  readonly workspaceId: string;
  readonly of: AggregateOf;
  /** On traces or spans, as `of` says. */
  readonly filter: Expression;
  readonly by: readonly (Dimension | TagDimension)[];
  readonly interval: AggregateInterval;
  /** IANA name. */
  readonly zone: string;
  /** Whether self time and critical path are wanted. */
  readonly attribution: boolean;
  readonly order: AggregateOrder;
  readonly limit: number;
}

/** A tag that groups: what the traces have that have it, looked up before. */
export interface TagDimension {
  readonly tag: string;
  readonly valueOf: ReadonlyMap<string, string>;
}

/** First and last start that anything can have, ms since the Unix epoch. */
export interface TimeSpan {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Groups whose keys begin alike: a branch for each value that comes next. It is gone through for every row. */
interface Branch extends Map<string | null, Branch> {
  /** Of the group whose key ends here. */
  figures?: Figures;
}

/** Collects figures by group. */
export class Aggregate {
  readonly buckets: TimeBuckets;
  readonly #request: AggregateRequest;
  readonly #interval: Interval;
  readonly #groups: { readonly key: readonly (string | null)[]; readonly figures: Figures }[] = [];
  readonly #byKey: Branch = new Map();
  readonly #timeKeys = new Map<number, string>();
  #tracesUs = 0;

  /** @throws ApiError `INVALID_PARAMETER_VALUE` if there is no such time zone. */
  constructor(request: AggregateRequest, { firstMs, lastMs }: TimeSpan) {
    this.#request = request;
    this.#interval = intervalOf(request, { firstMs, lastMs });
    this.buckets = new TimeBuckets(this.#interval, request.zone);
  }

  /** The key of the bucket that a time lies in, ms since the Unix epoch: one text for all of them. */
  timeKeyOf(ms: number): string {
    const start = this.buckets.startOf(ms);
    const known = this.#timeKeys.get(start);
    if (known !== undefined) return known;
    const key = timeKey(start);
    this.#timeKeys.set(start, key);
    return key;
  }

  /** The figures of a group; of time, the key is the start of the bucket in ns. */
  figures(key: readonly (string | null)[]): Figures {
    let branch = this.#byKey;
    for (const value of key) {
      let next = branch.get(value);
      if (next === undefined) {
        next = new Map();
        branch.set(value, next);
      }
      branch = next;
    }
    branch.figures ??= this.#begin(key);
    return branch.figures;
  }

  #begin(key: readonly (string | null)[]): Figures {
    const figures = new Figures();
    this.#groups.push({ key, figures });
    return figures;
  }

  /** To be called once for each trace that a span was counted of. */
  addTrace(durationUs: number): void {
    this.#tracesUs += durationUs;
  }

  /** @param total of what counts in several groups; default: all groups together */
  answer(total: Figures = this.#sum()): AggregateAnswer {
    const tracesUs = this.#request.attribution ? this.#tracesUs : undefined;
    const groups = this.#groups.map(({ key, figures }) => figures.group(key, tracesUs));
    return aggregateAnswer(this.#request, this.#interval, groups, total.group([], tracesUs));
  }

  #sum(): Figures {
    const total = new Figures();
    for (const { figures } of this.#groups) total.merge(figures);
    return total;
  }
}

/** How long the buckets of time are. */
export function intervalOf({ interval }: Pick<AggregateRequest, 'interval'>, { firstMs, lastMs }: TimeSpan): Interval {
  return interval === 'auto' ? intervalFor(lastMs - firstMs) : interval;
}

/** Puts groups in the order that was asked for, and takes those that stand first. */
export function aggregateAnswer(
  { of, by, zone, order, limit }: AggregateRequest,
  interval: Interval,
  groups: readonly AggregateGroup[],
  total: AggregateGroup,
): AggregateAnswer {
  const time = by.indexOf('time');
  const sorted = [...groups].sort(
    (a, b) => (time < 0 ? 0 : compareTexts(a.key[time], b.key[time])) || byOrder(order, a, b),
  );
  return {
    of,
    by: by.map((dimension) => (typeof dimension === 'string' ? dimension : `tag:${dimension.tag}`)),
    interval: time < 0 ? null : interval,
    zone,
    groups: sorted.slice(0, limit),
    groupCount: groups.length,
    total,
  };
}

/** The key of a time bucket: its start as decimal nanoseconds, padded by nothing since all have the same length. */
export function timeKey(startMs: number): string {
  return `${startMs}000000`;
}

function byOrder(order: AggregateOrder, a: AggregateGroup, b: AggregateGroup): number {
  return sortValue(order, b) - sortValue(order, a) || compareTexts(JSON.stringify(a.key), JSON.stringify(b.key));
}

function sortValue(order: AggregateOrder, group: AggregateGroup): number {
  switch (order) {
    case 'count':
      return group.count;
    case 'errors':
      return group.errors;
    case 'durationP50':
      return group.durationMs?.p50 ?? -1;
    case 'durationP95':
      return group.durationMs?.p95 ?? -1;
    case 'durationP99':
      return group.durationMs?.p99 ?? -1;
    case 'durationSum':
      return group.durationMs?.sum ?? -1;
    case 'selfSum':
      return group.selfMs?.sum ?? -1;
    case 'criticalShare':
      return group.criticalShare ?? -1;
    case 'ttftP95':
      return group.ttftMs?.p95 ?? -1;
    case 'tokens':
      return (group.inputTokens ?? 0) + (group.outputTokens ?? 0);
    case 'cost':
      return group.costUsd ?? -1;
  }
}

/** Bucket starts are numbers; longer ones are later. */
function compareTexts(a: string | null | undefined, b: string | null | undefined): number {
  const [first, second] = [a ?? '', b ?? ''];
  if (/^\d+$/.test(first) && /^\d+$/.test(second)) return Number(first) - Number(second);
  return first < second ? -1 : first > second ? 1 : 0;
}
