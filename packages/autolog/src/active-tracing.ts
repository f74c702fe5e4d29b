import type { Tracer } from '@opentelemetry/api';
import type { ContentRules } from '@tracewright/instrumentation-core';
import type { FeedbackOutbox } from './feedback/feedback-outbox.ts';
import type { AutologOptions } from './options.ts';
import type { UnreadResults } from './steps/unread-results.ts';
import type { Tracing } from './tracing.ts';

/** What the user's own steps, their feedback and the viewer's addresses stand on. */
export interface StepServices {
  readonly tracer: Tracer;
  readonly rules: ContentRules;
  readonly unread: UnreadResults;
  readonly feedback: FeedbackOutbox;
  /** Base address of the collector, without a slash at its end. */
  readonly collectorUrl: string;
}

/** Tracing between `autolog()` and `shutdown()`. */
export interface ActiveTracing extends StepServices {
  readonly tracing: Tracing;
  readonly options: AutologOptions;
}

/** Of the whole process: two installed copies of this package must not trace the same call twice. */
const ACTIVE = Symbol.for('tracewright.autolog.active');
const shared = globalThis as { [ACTIVE]?: ActiveTracing | undefined };

/** Undefined before `autolog()` and after `shutdown()`. */
export function activeTracing(): ActiveTracing | undefined {
  return shared[ACTIVE];
}

export function setActiveTracing(active: ActiveTracing | undefined): void {
  shared[ACTIVE] = active;
}
