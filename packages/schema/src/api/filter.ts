/** What a filter chooses among. */
export type FilterTarget = 'trace' | 'span';

/**
 * How the values of a field are written and compared. `time`: `'2026-01-31'`, `'2026-01-31T08:00:00Z'`, milliseconds
 * since the Unix epoch, or `-2h` for two hours ago. `duration`: `250ms`, `1.5s`, `2m`; a bare number is milliseconds.
 * `money`: USD. `number`: also `10k`, `2M`. `any`: a number, text or boolean, as it was sent.
 */
export type FilterFieldType = 'text' | 'choice' | 'number' | 'time' | 'duration' | 'money' | 'any';

/** A field of the filter language, for completion. */
export interface FilterField {
  /** As it is written; with {@link hasKey} a dot and a key follow, such as `tags.env`. */
  readonly name: string;
  /** Other names that mean the same, MLflow's among them. */
  readonly aliases: readonly string[];
  readonly hasKey: boolean;
  readonly type: FilterFieldType;
  /**
   * `span`: of one span. A filter on traces reads it as "has a span where …". `trace`: of the whole trace; a filter on
   * spans reads it as "its trace …". `both`: of either.
   */
  readonly scope: 'trace' | 'span' | 'both';
  /** Of a `choice`: what it may be. */
  readonly values: readonly string[];
  /** Comparators that the field takes, such as `=`, `LIKE`, `IN`, `IS NULL`. */
  readonly operators: readonly string[];
  /** One sentence. */
  readonly about: string;
}

/** `GET /api/v1/filter-fields?target=trace|span|run`: a filter on runs is MLflow's. */
export interface FilterFields {
  readonly target: FilterTarget | 'run';
  readonly fields: readonly FilterField[];
}

/** `GET /api/v1/filter-check?target=…&filter=…`: whether a filter can be read. Every question answers 400 otherwise. */
export type FilterCheck =
  | { readonly ok: true /** The filter in its plainest form. */; readonly filter: string }
  | {
      readonly ok: false;
      readonly message: string;
      /** Where, in UTF-16 units from 0; `end` is behind the last one. */
      readonly start: number;
      readonly end: number;
    };
