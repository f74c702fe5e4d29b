import type { StepStatistics } from '@tracewright/attribution';
import type { StepKind } from '@tracewright/schema';

/** Spans of one name and kind below the same step. */
export interface Step extends StepStatistics {
  readonly name: string;
  readonly kind: StepKind;
  readonly depth: number;
  /** The longest of its spans. */
  readonly slowest: number;
}
