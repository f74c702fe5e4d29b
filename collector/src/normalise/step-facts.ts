import type { SpanContent, StepKind, Usage } from '@tracewright/schema';
import type { OtlpSpan } from '../otlp/otlp-request.ts';

/** What a dialect says about a step, for the columns. Texts are '' where the sender said nothing. */
export interface StepFacts {
  readonly kind: StepKind;
  readonly provider: string;
  readonly model: string;
  readonly usage: Usage;
  readonly isUsageEstimated: boolean;
  /** True where the sender tells a failure by other means than OTLP's status. */
  readonly isFailed: boolean;
  /** False where a call failed before anything came back, or was only accepted: then it may have used nothing. */
  readonly hasAnswer: boolean;
  /** From start to first chunk, integer µs; -1 where unknown. */
  readonly ttftUs: number;
  readonly isStreamInput: boolean;
  readonly sessionId: string;
  readonly userId: string;
  readonly runId: string;
  readonly promptName: string;
  readonly promptVersion: string;
  readonly preview: string;
  /** Sent while it ran: it says so, or has no end, as some senders put it. The end comes with a later record. */
  readonly isPending: boolean;
  readonly fallbackParentSpanId: string;
  readonly reportedCost: ReportedCost | undefined;
}

/** A cost that came with the span, USD. */
export interface ReportedCost {
  /** Who says so: the provider in its answer, the app by an override of its own, or a sender that does not tell. */
  readonly source: 'provider' | 'override' | 'sender';
  readonly totalUsd: number;
  readonly partsUsd: Readonly<Record<string, number>>;
  readonly unpriced: readonly string[];
}

/** One way of writing an LLM step into a span. Pure: the same span always reads the same. */
export interface Dialect {
  facts(span: OtlpSpan): StepFacts;
  content(span: OtlpSpan): SpanContent;
}

/** OTLP's status code of a span that failed. */
export const FAILED = 2;

/** What a span says that has nothing to do with models. */
export const NO_FACTS: StepFacts = {
  kind: 'task',
  provider: '',
  model: '',
  usage: {},
  isUsageEstimated: false,
  isFailed: false,
  hasAnswer: false,
  ttftUs: -1,
  isStreamInput: false,
  sessionId: '',
  userId: '',
  runId: '',
  promptName: '',
  promptVersion: '',
  preview: '',
  isPending: false,
  fallbackParentSpanId: '',
  reportedCost: undefined,
};

export const NO_CONTENT: SpanContent = {
  system: [],
  inputMessages: [],
  outputMessages: [],
  tools: [],
  documents: [],
  truncated: [],
};

/** Seconds as integer µs, -1 if they are no length of time. */
export function microseconds(seconds: number | undefined): number {
  return seconds !== undefined && seconds >= 0 && seconds < 1e9 ? Math.round(seconds * 1e6) : -1;
}
