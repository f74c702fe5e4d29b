import { randomBytes } from 'node:crypto';
import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  type Span,
  type SpanContext,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import {
  ATTEMPT_EVENT,
  CONTEXT_KEY,
  type EvaluationError,
  OTEL,
  SCORE_METADATA,
  TRACEWRIGHT,
} from '@tracewright/schema';
import { shownContent } from './shown-content.ts';

const SCOPE = '@tracewright/evaluate';

/** What a row's span says from the start. */
export interface RowSpanStart {
  /** Of the task. */
  readonly name: string;
  readonly key: string;
  readonly trial: number;
  /** Undefined where nothing is tracked. */
  readonly runId: string | undefined;
  readonly inputs: unknown;
}

/** A row's span as it is sent where nobody recorded it. */
export interface OwnRowSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly error: EvaluationError | undefined;
}

/** The root of a row's trace, through whatever OpenTelemetry the app has; with ids of its own where it has none. */
export class RowSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly startMs: number = Date.now();
  /** To run the task under. */
  readonly context: Context;
  readonly #name: string;
  readonly #attributes: Attributes;
  readonly #span: Span;
  /** Somebody records it, or it will be sent. */
  readonly #isSeen: boolean;
  #error: EvaluationError | undefined;

  constructor({ name, key, trial, runId, inputs }: RowSpanStart) {
    // A row is a trace of its own, wherever the evaluation is called.
    const outer = trace.deleteSpan(context.active()).deleteValue(CONTEXT_KEY.step).deleteValue(CONTEXT_KEY.modelRun);
    this.#name = name;
    this.#attributes = {
      ...(outer.getValue(CONTEXT_KEY.inherited) as Attributes | undefined),
      [TRACEWRIGHT.spanKind]: 'task',
      [SCORE_METADATA.row]: key,
      [SCORE_METADATA.trial]: trial,
      ...(runId === undefined ? {} : { [TRACEWRIGHT.runId]: runId }),
    };
    this.#span = trace.getTracer(SCOPE).startSpan(name, { attributes: this.#attributes }, outer);
    this.#isSeen = runId !== undefined || this.#span.isRecording();
    this.#show(TRACEWRIGHT.input, inputs);
    const given = this.#span.spanContext();
    const identity = isSpanContextValid(given) ? given : newIdentity();
    this.traceId = identity.traceId;
    this.spanId = identity.spanId;
    this.context = identity === given ? trace.setSpan(outer, this.#span) : trace.setSpanContext(outer, identity);
  }

  attemptFailed({ code }: EvaluationError): void {
    this.#span.addEvent(ATTEMPT_EVENT.name, { [ATTEMPT_EVENT.errorType]: code });
  }

  fail(error: EvaluationError): void {
    this.#error = error;
    this.#set(OTEL.errorType, error.code);
    const message = shownContent(OTEL.exceptionMessage, error.message ?? undefined);
    this.#span.setStatus({
      code: SpanStatusCode.ERROR,
      ...(message === undefined ? {} : { message: JSON.parse(message) as string }),
    });
  }

  /** @returns the span for whoever sends it where nobody recorded it */
  end(outputs?: unknown): OwnRowSpan {
    this.#show(TRACEWRIGHT.output, outputs);
    this.#span.end();
    return {
      traceId: this.traceId,
      spanId: this.spanId,
      name: this.#name,
      startMs: this.startMs,
      endMs: Date.now(),
      attributes: this.#attributes,
      error: this.#error,
    };
  }

  #show(attribute: string, value: unknown): void {
    if (!this.#isSeen) return;
    const shown = shownContent(attribute, value);
    if (shown !== undefined) this.#set(attribute, shown);
  }

  /** On the span, and for whoever sends it where nobody records it. */
  #set(attribute: string, value: string): void {
    this.#attributes[attribute] = value;
    this.#span.setAttribute(attribute, value);
  }
}

function newIdentity(): SpanContext {
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    // Whoever begins to trace inside records his spans in this trace.
    traceFlags: TraceFlags.SAMPLED,
  };
}
