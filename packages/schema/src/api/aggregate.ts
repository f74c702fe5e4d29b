/** What an aggregate counts. */
export type AggregateOf = 'traces' | 'spans';

/**
 * What aggregates are grouped by; `tag:<key>` groups by a tag of the trace. `path` is the step: the names from the root
 * down to the span, joined by `PATH_SEPARATOR`, so that repeated siblings are one step: numbers that only count
 * them are written `#`, as `stepName` does.
 */
export type AggregateBy =
  | 'time'
  | 'provider'
  | 'model'
  | 'name'
  | 'path'
  | 'kind'
  | 'status'
  | 'service'
  | 'user'
  | 'session'
  | 'prompt'
  | 'promptVersion'
  | 'experiment'
  | 'run'
  | `tag:${string}`;

/** What groups can be sorted by; the first of them is the default. */
export type AggregateOrder =
  | 'count'
  | 'errors'
  | 'durationP50'
  | 'durationP95'
  | 'durationP99'
  | 'durationSum'
  | 'selfSum'
  | 'criticalShare'
  | 'ttftP95'
  | 'tokens'
  | 'cost';

/**
 * Length of a time bucket, in seconds, minutes, hours, days and weeks of the time zone; weeks begin on Monday. `auto`
 * picks the shortest that gives at most 100 of them.
 */
export type AggregateInterval = '1s' | '10s' | '1m' | '5m' | '15m' | '1h' | '6h' | '1d' | '1w' | 'auto';

/**
 * Query of `GET /api/v1/aggregates`. Times in `filter` and `from`/`to` as in the list of traces. Groups of `by=time`
 * come in order of time, all others by `order`, largest first.
 */
export interface AggregateQuery {
  /** Default `spans`. Self time, critical share, TTFT and tokens/s are figures of spans. */
  readonly of?: AggregateOf;
  readonly filter?: string;
  /** First and first excluded start: decimal nanoseconds since the Unix epoch. */
  readonly from?: string;
  readonly to?: string;
  /** Comma-separated list of {@link AggregateBy}, at most 3; default none: one group of all. */
  readonly by?: string;
  readonly interval?: AggregateInterval;
  /** IANA name, default UTC. */
  readonly zone?: string;
  /** `1` also asks for self time and critical path, which cost most to compute. */
  readonly attribution?: '1' | '0';
  readonly order?: AggregateOrder;
  /** Groups that are given, 1–1,000, default 100 (of time buckets: 2,000). */
  readonly limit?: string;
}

/** Of values that exist; a quantile is exact for up to 64 values, within 1 % beyond. */
export interface LatencyQuantiles {
  /** How many spans or traces have such a value. */
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** One group of an aggregate. */
export interface AggregateGroup {
  /**
   * One value per dimension of `by`, in its order: a bucket's start as decimal nanoseconds for `time`, else the text;
   * null where there is none.
   */
  readonly key: readonly (string | null)[];
  readonly count: number;
  readonly errors: number;
  /** Milliseconds. Of ended spans and traces only; null where there is none. */
  readonly durationMs: (LatencyQuantiles & { readonly sum: number }) | null;
  /** Milliseconds in which none of a span's children ran; null unless asked for. */
  readonly selfMs: (LatencyQuantiles & { readonly sum: number }) | null;
  /** Milliseconds for which traces waited for just these spans. */
  readonly criticalMs: number | null;
  /** Their share of the duration of all traces that the filter's spans belong to, 0–1. */
  readonly criticalShare: number | null;
  readonly ttftMs: LatencyQuantiles | null;
  /** Output tokens per second from the first token on; from the start where TTFT is unknown. */
  readonly tokensPerSecond: LatencyQuantiles | null;
  /** Sums; null where nothing was reported. Of spans, only calls (llm, embedding, reranker) count. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  /** True where `costUsd` is a lower bound. */
  readonly isCostPartial: boolean;
}

/** `GET /api/v1/aggregates`. */
export interface AggregateAnswer {
  readonly of: AggregateOf;
  readonly by: readonly string[];
  /** Length that `auto` chose; null without `time` in `by`. */
  readonly interval: Exclude<AggregateInterval, 'auto'> | null;
  readonly zone: string;
  readonly groups: readonly AggregateGroup[];
  /** How many groups there are in all. */
  readonly groupCount: number;
  /** All groups together, those not given included. */
  readonly total: AggregateGroup;
  /** The filter takes a look at every span, and there were too many: only the newest traces were counted. */
  readonly isPartial?: true;
}

/** Fields of a trace whose values {@link FacetsAnswer} counts. */
export type FacetField = 'status' | 'name' | 'model' | 'service' | 'session' | 'user' | 'experiment' | 'run' | 'tags';

/** `GET /api/v1/facets?filter=&from=&to=&fields=status,model&limit=10`: values of traces with their counts. */
export interface FacetsAnswer {
  readonly facets: readonly Facet[];
  /** How many traces were counted: the newest of those that match. */
  readonly counted: number;
  /** True where more match than were counted. */
  readonly isPartial: boolean;
}

export interface Facet {
  readonly field: FacetField;
  /**
   * The most frequent first; a trace without a value is left out, one with several counts for each. Of `tags`, which
   * are not given unless asked for, `key=value` as `tagText` writes it.
   */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** Distinct values in all. */
  readonly valueCount: number;
}

/**
 * `GET /api/v1/histogram?filter=&from=&to=&interval=&zone=`: traces over time and by duration. Time buckets without
 * traces are there too, those of duration only from the first to the last that has any.
 */
export interface HistogramAnswer {
  readonly interval: Exclude<AggregateInterval, 'auto'>;
  readonly zone: string;
  readonly time: readonly TimeBucket[];
  readonly duration: readonly DurationBucket[];
  readonly total: number;
  /** The filter takes a look at every span, and there were too many: only the newest traces were counted. */
  readonly isPartial?: true;
}

export interface TimeBucket {
  /** Decimal nanoseconds since the Unix epoch; the next one's start is the end. */
  readonly startNs: string;
  readonly count: number;
  readonly errors: number;
  /** Milliseconds; null where no trace ended. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** Ten to a decade: each bucket is 10^0.1 as wide as the one before. */
export interface DurationBucket {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  readonly errors: number;
}
