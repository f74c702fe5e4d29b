import { type Attributes, type Context, type HrTime, type Link, SpanKind, type Tracer } from '@opentelemetry/api';
import {
  type ContentRules,
  type ModelRun,
  modelRunOf,
  type Step,
  type StreamEnd,
  startStep,
} from '@tracewright/instrumentation-core';
import { GEN_AI, type Operation } from '@tracewright/schema';
import type { Api } from './api.ts';
import type { Attempts } from './attempts.ts';

/** Where a call is written down: a span of its own, or the step of the framework run that it serves. */
export interface Recording {
  readonly step: Step;
  /** False for the step of a framework's run, which may outlive a failed call and be served by the next. */
  readonly isOwn: boolean;
  /** What the real call runs under. */
  readonly context: Context;
  /** The HTTP requests that the call before made for the same step. */
  readonly earlier: Attempts | undefined;
  /** Tells the framework's run by which call it is served. */
  serve(call: ServingCall): void;
  /** @param end where the call was over before now */
  succeed(end?: HrTime): void;
  fail(error: unknown, type: string | undefined): void;
}

/** What a framework's run has to do with the call that serves it. */
interface ServingCall {
  readonly attempts: Attempts | undefined;
  stepEnds(end: StreamEnd): void;
}

export interface RecordingStart {
  readonly tracer: Tracer;
  readonly rules: ContentRules;
  readonly api: Api;
  /** Handed over. */
  readonly attributes: Attributes;
  readonly parent: Context;
  readonly links: readonly Link[] | undefined;
}

/** What frameworks have model runs for. */
const RUN_OPERATIONS: readonly unknown[] = ['chat', 'text_completion'] satisfies readonly Operation[];

/** Decides by the context where the call is recorded, so that each token is counted on one span. */
export function startRecording(start: RecordingStart): Recording {
  const run = RUN_OPERATIONS.includes(start.api.operation) ? modelRunOf(start.parent) : undefined;
  if (run === undefined) return ownSpan(start, undefined);
  if (run.isShared) return ownSpan(start, run);
  return run.state === 'open' && !run.step.isEnded ? enrichment(start, run) : ownSpan(start, undefined);
}

function ownSpan(start: RecordingStart, shared: ModelRun | undefined): Recording {
  const { api, attributes, parent, links } = start;
  const subject = attributes[GEN_AI.requestModel] ?? attributes[GEN_AI.dataSourceId];
  const name = subject === undefined ? api.name : `${api.name} ${subject}`;
  const step = startStep(
    start.tracer,
    { name, kind: api.kind, otelKind: SpanKind.CLIENT, attributes, parent, ...(links === undefined ? {} : { links }) },
    start.rules,
  );
  return new OwnSpan(step, shared);
}

class OwnSpan implements Recording {
  readonly step: Step;
  readonly isOwn = true;
  readonly context: Context;
  readonly earlier = undefined;
  readonly #shared: ModelRun | undefined;

  constructor(step: Step, shared: ModelRun | undefined) {
    this.step = step;
    this.context = step.context;
    this.#shared = shared;
  }

  serve(): void {}

  succeed(end?: HrTime): void {
    if (this.#shared !== undefined) this.#shared.state = 'served';
    this.step.end(end);
  }

  fail(error: unknown, type: string | undefined): void {
    this.step.fail(error, type === undefined ? {} : { type });
    this.step.end();
  }
}

/** Requests of the last call that served a run: a framework that tries again calls us again. */
const attemptsOfRun = new WeakMap<ModelRun, Attempts>();

function enrichment(start: RecordingStart, run: ModelRun): Recording {
  run.state = 'calling';
  run.step.set(start.attributes);
  return {
    step: run.step,
    isOwn: false,
    context: start.parent,
    earlier: attemptsOfRun.get(run),
    serve: (call) => {
      if (call.attempts !== undefined) attemptsOfRun.set(run, call.attempts);
      run.beforeEnd = (end) => call.stepEnds(end);
    },
    succeed: () => {
      run.state = 'served';
    },
    // Whether the run itself failed is for the framework to say: it may try again.
    fail: () => {
      run.state = 'open';
    },
  };
}
