import type { Attributes, Context, HrTime, Link, Span, SpanKind, SpanOptions, Tracer } from '@opentelemetry/api';
import { context as otelContext, SpanStatusCode, trace } from '@opentelemetry/api';
import { CONTEXT_KEY, OTEL, type StepKind, TRACEWRIGHT } from '@tracewright/schema';
import { later, now } from './clock.ts';
import { ContentBudget, type FittedContent } from './content-budget.ts';
import { contentJson } from './content-json.ts';
import { contentLabels } from './content-labels.ts';
import type { ContentRules } from './content-rules.ts';
import type { ContentView } from './content-view.ts';
import { isSourceOf } from './error-sources.ts';
import { contextWith, Replaceable, SPAN_KEY } from './layered-context.ts';
import { quietly, reportFailure } from './quietly.ts';

/** What a step is at its start. */
export interface StepStart {
  readonly name: string;
  readonly kind: StepKind;
  readonly otelKind: SpanKind;
  /** Never content: use {@link Step.content} for that. Handed over: the step adds its own. */
  readonly attributes?: Attributes;
  /** Default: the active context. */
  readonly parent?: Context;
  /** Spans of other calls that this one goes back to. */
  readonly links?: readonly Link[];
}

/** Identity of a step, as later steps find it in their context. */
export interface StepRef {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * A span of ours while it runs. Everything on it is harmless after `end()` and never throws, so that callers need no
 * state of their own to keep "ends exactly once".
 */
export interface Step {
  readonly span: Span;
  /**
   * Parent's context with this step's span active: run the step's work under it. Once the span has ended nothing but its
   * identity is left in there.
   */
  readonly context: Context;
  readonly isEnded: boolean;
  /** `performance.now()` at its start, for lengths of time within it. */
  readonly startMs: number;
  set(attributes: Attributes): void;
  /** Sets short texts of the app's as they are, within {@link contentLabels the content rules}. */
  labels(attributes: Attributes): void;
  /** Sets a content attribute as JSON text under the content rules; nothing happens where content is off. */
  content(attribute: string, value: unknown, view?: ContentView): void;
  /** @param time when it happened, by {@link now}; default: now */
  event(name: string, attributes?: Attributes, time?: HrTime): void;
  /**
   * Marks the step as failed: status ERROR and `error.type`, with an exception event at the first step of a trace that
   * an error comes up in. `exception: false` leaves the event out, for ancestors of the step that raised it. Texts of
   * the error appear only where content is captured.
   */
  fail(error: unknown, options?: { readonly type?: string; readonly exception?: boolean }): void;
  /**
   * Keeps the span open past {@link end} for attributes that are still being worked out. It takes nothing else then,
   * and keeps the end that it was given.
   *
   * @returns what brings the attributes, to be called once, without any where there are none in the end.
   */
  postpone(): (late?: Attributes) => void;
  /** @param time when the work was over, by {@link now}; default: now. Never before the start. */
  end(time?: HrTime): void;
}

/** Of what is kept apart from its span, UTF-16 units. */
const MAX_WHOLE_LENGTH = 16 * 1_024 * 1_024;

/** What a step's context says of it. */
const STEP_KEYS: readonly symbol[] = [SPAN_KEY, CONTEXT_KEY.step];

/** Starts a step. The caller owns its end. */
export function startStep(tracer: Tracer, start: StepStart, rules: ContentRules): Step {
  const parent = start.parent ?? otelContext.active();
  const ancestor = parent.getValue(CONTEXT_KEY.step) as StepRef | undefined;
  const parentSpan = trace.getSpanContext(parent);
  // An ancestor of another trace is none: the app started a new root in between.
  const isSameTrace = ancestor !== undefined && ancestor.traceId === parentSpan?.traceId;
  const inherited = parent.getValue(CONTEXT_KEY.inherited) as Attributes | undefined;
  const runId = parent.getValue(CONTEXT_KEY.trackingRun) as string | undefined;
  const attributes = start.attributes ?? {};
  for (const name in inherited) attributes[name] ??= inherited[name];
  if (runId !== undefined) attributes[TRACEWRIGHT.runId] = runId;
  if (isSameTrace) attributes[TRACEWRIGHT.parentSpanId] = ancestor.spanId;
  attributes[TRACEWRIGHT.spanKind] = start.kind;
  const startTime = now();
  const options: SpanOptions = { kind: start.otelKind, startTime, attributes };
  if (start.links !== undefined) options.links = [...start.links];
  const span = tracer.startSpan(start.name, options, parent);
  return new OpenStep(span, parent, startTime, rules, inherited);
}

class OpenStep implements Step {
  readonly span: Span;
  readonly context: Context;
  readonly startMs: number = performance.now();
  readonly #startTime: HrTime;
  readonly #active: Replaceable;
  readonly #rules: ContentRules;
  readonly #inherited: Attributes | undefined;
  #budget: ContentBudget | undefined;
  #truncated: string[] | undefined;
  #isEnded = false;
  #endTime: HrTime | undefined;
  /** Attributes that are still to come. */
  #awaited = 0;

  constructor(span: Span, parent: Context, startTime: HrTime, rules: ContentRules, inherited: Attributes | undefined) {
    this.span = span;
    this.#startTime = startTime;
    this.#rules = rules;
    this.#inherited = inherited;
    this.#active = new Replaceable(span);
    this.context = contextWith(parent, STEP_KEYS, [this.#active, span.spanContext() satisfies StepRef]);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  set(attributes: Attributes): void {
    if (this.#isEnded) return;
    try {
      this.span.setAttributes(attributes);
    } catch (error) {
      reportFailure('setting attributes', error);
    }
  }

  labels(attributes: Attributes): void {
    if (this.#isEnded) return;
    quietly('setting labels', () => {
      const shown = contentLabels(attributes, this.#rules);
      this.span.setAttributes(withInheritedTags(shown, this.#inherited));
    });
  }

  content(attribute: string, value: unknown, view?: ContentView): void {
    if (this.#isEnded) return;
    try {
      if (!this.span.isRecording()) return;
      const content = this.#fit(attribute, value, 1, view);
      if (content === undefined) return;
      if (content.json !== undefined) this.span.setAttribute(attribute, content.json);
      if (!content.isTruncated) return;
      this.#truncated ??= [];
      if (!this.#truncated.includes(attribute)) this.#truncated.push(attribute);
      this.#keepWhole(attribute, value, view);
    } catch (error) {
      reportFailure(`setting ${attribute}`, error);
    }
  }

  event(name: string, attributes?: Attributes, time: HrTime = now()): void {
    if (!this.#isEnded) quietly(`adding event ${name}`, () => this.span.addEvent(name, attributes, time));
  }

  fail(error: unknown, options: { readonly type?: string; readonly exception?: boolean } = {}): void {
    if (this.#isEnded) return;
    quietly('recording an error', () => {
      const type = options.type ?? errorType(error);
      this.span.setAttribute(OTEL.errorType, type);
      const message = this.#errorText(error, OTEL.exceptionMessage, 'message');
      this.span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
      if (options.exception === false || !isSourceOf(error, this.span.spanContext().traceId)) return;
      const stack = this.#errorText(error, OTEL.exceptionStacktrace, 'stack');
      this.span.addEvent(
        'exception',
        {
          [OTEL.exceptionType]: type,
          ...(message === undefined ? {} : { [OTEL.exceptionMessage]: message }),
          ...(stack === undefined ? {} : { [OTEL.exceptionStacktrace]: stack }),
        },
        now(),
      );
    });
  }

  postpone(): (late?: Attributes) => void {
    let isAwaited = true;
    this.#awaited += 1;
    return (late) => {
      if (!isAwaited) return;
      isAwaited = false;
      this.#awaited -= 1;
      quietly('setting late attributes', () => {
        if (late !== undefined) this.span.setAttributes(late);
      });
      this.#endSpan();
    };
  }

  end(time: HrTime = now()): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#endTime = later(time, this.#startTime);
    this.#endSpan();
  }

  #endSpan(): void {
    if (!this.#isEnded || this.#awaited > 0) return;
    try {
      if (this.#truncated !== undefined) this.span.setAttribute(TRACEWRIGHT.truncated, this.#truncated);
      // First, since a processor of the app's may throw at the end.
      this.#active.current = trace.wrapSpanContext(this.span.spanContext());
      this.span.end(this.#endTime);
    } catch (error) {
      reportFailure('ending a span', error);
    }
  }

  #fit(attribute: string, value: unknown, copies: number, view?: ContentView): FittedContent | undefined {
    if (!this.#rules.capture) return undefined;
    this.#budget ??= new ContentBudget(this.#rules);
    return this.#budget.fit(attribute, value, copies, view);
  }

  #keepWhole(attribute: string, value: unknown, view: ContentView | undefined): void {
    const { keepWhole } = this.#rules;
    if (keepWhole === undefined) return;
    const limits = { maxStringLength: MAX_WHOLE_LENGTH, maxLength: MAX_WHOLE_LENGTH };
    const whole = contentJson(attribute, value, { ...this.#rules, ...limits }, view);
    const place = whole && keepWhole({ traceId: this.span.spanContext().traceId, json: whole.json });
    if (place !== undefined) this.span.setAttribute(TRACEWRIGHT.blobPrefix + attribute, place);
  }

  /** A text of an error counts as content: it may quote a prompt. */
  #errorText(error: unknown, attribute: string, field: 'message' | 'stack'): string | undefined {
    // Anything can be thrown: what has no text, or fails to say it, has still failed the step.
    const text = quietly('reading an error', () =>
      error instanceof Error ? error[field] : field === 'message' ? String(error) : undefined,
    );
    // The message stands in the status as well as in the event.
    const content = this.#fit(attribute, text, field === 'message' ? 2 : 1);
    return content?.json === undefined ? undefined : (JSON.parse(content.json) as string);
  }
}

/** Tags of a step come on top of those that it was started under. */
function withInheritedTags(labels: Attributes, inherited: Attributes | undefined): Attributes {
  const [before, more] = [inherited?.[TRACEWRIGHT.tags], labels[TRACEWRIGHT.tags]];
  if (!Array.isArray(before) || !Array.isArray(more)) return labels;
  return { ...labels, [TRACEWRIGHT.tags]: [...new Set([...before, ...more])] as string[] };
}

/** `error.type`: the error's class, for low cardinality and without any text of it. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return '_OTHER';
  const name = error.constructor?.name;
  return name && name !== 'Object' && name !== 'Error' ? name : error.name || '_OTHER';
}
