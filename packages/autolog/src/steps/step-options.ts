import type { AttributeValue } from '@opentelemetry/api';
import type { StepKind } from '@tracewright/schema';

/** How a step of the app's own is recorded. */
export interface StepOptions {
  /** Default: the function's name. */
  readonly name?: string;
  /** What the step is; decides under which names of the conventions it is recorded. Default `task`. */
  readonly kind?: StepKind;
  /** Attributes known from the start. They are no content: use `input` for that. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** False keeps the arguments out of the span. Default true. */
  readonly captureInput?: boolean;
  /** False keeps what the function gives back out of the span. Default true. */
  readonly captureOutput?: boolean;
}
