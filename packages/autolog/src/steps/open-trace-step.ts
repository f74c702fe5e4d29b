import type { Attributes, AttributeValue, Context, HrTime } from '@opentelemetry/api';
import { isControlFlow, quietly, type Step, startStep } from '@tracewright/instrumentation-core';
import { GEN_AI, type StepKind, TRACEWRIGHT, type Usage } from '@tracewright/schema';
import type { StepServices } from '../active-tracing.ts';
import { metadataLabels } from './metadata-labels.ts';
import type { StepOptions } from './step-options.ts';
import { outputAttribute, type StepShape, stepShape } from './step-shape.ts';
import type { TraceStep } from './trace-step.ts';
import { USAGE_ATTRIBUTES } from './usage-attributes.ts';

/** Where the step that a function runs in stands in its context. */
export const TRACE_STEP: unique symbol = Symbol.for('tracewright.context.trace_step') as never;

/** A {@link TraceStep} with its span. Whoever started it ends it. */
export class OpenTraceStep implements TraceStep {
  readonly traceId: string;
  readonly spanId: string;
  /** To run the step's work under. */
  readonly context: Context;
  readonly capturesOutput: boolean;
  readonly #kind: StepKind;
  readonly #shape: StepShape;
  readonly #services: StepServices;
  readonly #step: Step;
  #hasOwnOutput = false;

  /** Starts it. @throws whatever the tracer throws */
  constructor(name: string, options: StepOptions, services: StepServices) {
    const { kind = 'task', attributes } = options;
    this.#kind = kind;
    this.#shape = stepShape(kind, name);
    this.#services = services;
    this.capturesOutput = services.rules.capture && options.captureOutput !== false;
    this.#step = startStep(
      services.tracer,
      {
        name: this.#shape.spanName,
        kind,
        otelKind: this.#shape.otelKind,
        attributes: { ...this.#shape.attributes, ...attributes },
      },
      services.rules,
    );
    const { traceId, spanId } = this.#step.span.spanContext();
    this.traceId = traceId;
    this.spanId = spanId;
    this.context = this.#step.context.setValue(TRACE_STEP, this);
  }

  setInput(value: unknown): void {
    this.#step.content(this.#shape.input, value);
    if (this.#kind === 'retriever' && typeof value === 'string') this.#step.content(GEN_AI.retrievalQueryText, value);
  }

  setOutput(value: unknown): void {
    this.#hasOwnOutput = true;
    this.#show(value);
  }

  setAttribute(name: string, value: AttributeValue): void {
    this.#step.set({ [name]: value });
  }

  setAttributes(attributes: Attributes): void {
    this.#step.set(attributes);
  }

  setTags(tags: readonly string[]): void {
    quietly('setting tags', () => this.#step.labels({ [TRACEWRIGHT.tags]: [...tags] }));
  }

  setMetadata(metadata: Readonly<Record<string, unknown>>): void {
    quietly('setting metadata', () => this.#step.set(metadataLabels(metadata, this.#services.rules)));
  }

  setModel(model: string, provider?: string): void {
    this.#step.set({
      [GEN_AI.requestModel]: model,
      ...(provider === undefined ? {} : { [GEN_AI.providerName]: provider }),
    });
  }

  setUsage(usage: Usage): void {
    quietly('setting usage', () => {
      for (const [field, name] of USAGE_ATTRIBUTES) {
        const tokens = usage[field];
        if (typeof tokens === 'number') this.#step.set({ [name]: tokens });
      }
    });
  }

  addEvent(name: string, attributes?: Attributes): void {
    this.#step.event(name, attributes);
  }

  /** Facts about how the function gave its results. */
  set(attributes: Attributes): void {
    this.#step.set(attributes);
  }

  /** What the function gave back, unless it said itself what its output is. */
  showResult(value: unknown): void {
    if (this.capturesOutput && !this.#hasOwnOutput && value !== undefined) this.#show(value);
  }

  /** LangGraph leaves a graph by errors: with them nothing has failed. */
  fail(error: unknown): void {
    if (!isControlFlow(error)) this.#step.fail(error);
  }

  end(time?: HrTime): void {
    this.#step.end(time);
  }

  #show(value: unknown): void {
    this.#step.content(outputAttribute(this.#kind, this.#shape, value), value);
  }
}
