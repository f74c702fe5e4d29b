import type { LatencyQuantiles } from './aggregate.ts';

/** A judgement about a trace or one span of it. */
export interface Feedback {
  readonly id: string;
  readonly traceId: string;
  /** Null: about the whole trace. */
  readonly spanId: string | null;
  readonly name: string;
  readonly value: FeedbackValue;
  readonly rationale: string | null;
  readonly source: FeedbackSource;
  /** Decimal strings of nanoseconds since the Unix epoch; equal until it is edited. */
  readonly createdNs: string;
  readonly updatedNs: string;
}

export type FeedbackValue = number | string | boolean;

/** Who judged. */
export interface FeedbackSource {
  readonly kind: 'human' | 'judge' | 'code';
  /** Name of the person, model or scorer. */
  readonly id: string;
}

/** Body of `POST /api/v1/traces/:id/feedback`. */
export interface NewFeedback {
  readonly name: string;
  readonly value: FeedbackValue;
  readonly rationale?: string;
  readonly spanId?: string;
  /** Default: the human who sent it. */
  readonly source?: { readonly kind: FeedbackSource['kind']; readonly id?: string };
}

/** Body of `PATCH /api/v1/traces/:id/feedback/:feedbackId`: what is left out stays. */
export interface FeedbackChange {
  readonly value?: FeedbackValue;
  readonly rationale?: string | null;
}

/** An item of `GET /api/v1/feedback-summary?filter=…`: all feedback of one name on the traces of a filter. */
export interface FeedbackSummary {
  readonly name: string;
  /** How many judgements. */
  readonly count: number;
  /** On how many traces. */
  readonly traceCount: number;
  readonly bySource: Readonly<Record<FeedbackSource['kind'], number>>;
  /** Of the numbers among the values, true counting as 1 and false as 0; null where there are none. */
  readonly mean: number | null;
  readonly quantiles: Omit<LatencyQuantiles, 'count'> | null;
  /** The most frequent values with their counts, at most 20. */
  readonly values: readonly { readonly value: FeedbackValue; readonly count: number }[];
}
