import { type Attributes, type Context, type HrTime, type Link, SpanKind, type Tracer } from '@opentelemetry/api';
import { type ContentRules, type ModelRun, modelRunOf, type Step, startStep } from '@tracewright/instrumentation-core';
import { GEN_AI, type Operation } from '@tracewright/schema';
import type { Api } from './api.ts';

/** Where a call is written down: a span of its own, or the step of the framework run that it serves. */
export interface Recording {
  readonly step: Step;
  /** False for the step of a framework's run, which may outlive a failed call and be served by the next. */
  readonly isOwn: boolean;
  /** What the real call runs under. */
  readonly context: Context;
  /** HTTP requests made for the same step by earlier calls. */
  readonly requestsBefore: number;
  /** @param end where the call was over before now */
  succeed(end?: HrTime): void;
  /** `requests`: how many were made for the step up to now. */
  fail(error: unknown, type: string | undefined, requests: number): void;
}

export interface RecordingStart {
  readonly tracer: Tracer;
  readonly rules: ContentRules;
  readonly api: Api;
  readonly attributes: Attributes;
  readonly parent: Context;
  readonly links: readonly Link[];
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
  const model = attributes[GEN_AI.requestModel];
  const name = model === undefined ? api.name : `${api.name} ${model}`;
  const step = startStep(
    start.tracer,
    { name, kind: api.kind, otelKind: SpanKind.CLIENT, attributes, parent, links },
    start.rules,
  );
  return {
    step,
    isOwn: true,
    context: step.context,
    requestsBefore: 0,
    succeed: (end) => {
      if (shared !== undefined) shared.state = 'served';
      step.end(end);
    },
    fail: (error, type) => {
      step.fail(error, type === undefined ? {} : { type });
      step.end();
    },
  };
}

/** Requests that the failed calls of a run have made: a framework that tries again calls us again. */
const requestsOfRun = new WeakMap<ModelRun, number>();

function enrichment(start: RecordingStart, run: ModelRun): Recording {
  run.state = 'calling';
  run.step.set(start.attributes);
  return {
    step: run.step,
    isOwn: false,
    context: start.parent,
    requestsBefore: requestsOfRun.get(run) ?? 0,
    succeed: () => {
      run.state = 'served';
    },
    // Whether the run itself failed is for the framework to say: it may try again.
    fail: (_error, _type, requests) => {
      requestsOfRun.set(run, requests);
      run.state = 'open';
    },
  };
}
