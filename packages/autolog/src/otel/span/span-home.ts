import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { OwnSpan } from './own-span.ts';
import type { SpanLimits } from './span-limits.ts';

/** What all spans of a tracer have in common. */
export interface SpanHome {
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
  readonly limits: SpanLimits;
  readonly watchers: readonly SpanWatcher[];
}

/** Is told of the spans of a provider. */
export interface SpanWatcher {
  onEnd(span: OwnSpan): void;
}
