/** An estimate and the confidence interval around it. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** How sure an interval is unless it is said, as a share: its ends are missed once in twenty times. */
export const DEFAULT_LEVEL = 0.95;
