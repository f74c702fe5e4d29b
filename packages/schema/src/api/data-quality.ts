/** `GET /api/v1/data-quality`: what is missing or odd in what was sent. */
export interface DataQuality {
  readonly traceCount: number;
  readonly spanCount: number;
  readonly problems: readonly DataQualityProblem[];
}

/** Something that is wrong, and how often. */
export interface DataQualityProblem {
  readonly problem: /** Traces whose root still runs, or never said that it ended. */
    | 'unended'
    /** Traces without a root. */
    | 'orphaned'
    /** Traces of which a part of the cost is unknown. */
    | 'unpriced'
    /** Traces whose usage was counted, not reported. */
    | 'estimated'
    /** Spans that begin more than a millisecond before their parent: clocks differ. */
    | 'skewed'
    /** Spans with content that the sender cut. */
    | 'truncated'
    /** Spans that came once more after they were stored. */
    | 'duplicated'
    /** Spans that senders say they had to drop. */
    | 'dropped';
  readonly of: 'traces' | 'spans';
  readonly count: number;
  /** Whether it is counted over what is stored; else over all that has ever come. */
  readonly isStored: boolean;
  /** False while some of the spans have not been looked at. */
  readonly isComplete: boolean;
  /** A filter of traces that finds them; null where there is none. */
  readonly filter: string | null;
}
