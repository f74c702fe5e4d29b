import { type Attributes, type Context, context } from '@opentelemetry/api';
import { type ContentRules, quietly } from '@tracewright/instrumentation-core';
import { CONTEXT_KEY } from '@tracewright/schema';
import { activeTracing } from '../active-tracing.ts';
import { aroundCalls, isGenerator } from './generator-calls.ts';

/** Runs `work` where every step is started with these attributes, besides those from outside. */
export function runWithAttributes<R>(
  work: () => R,
  attributes: (outer: Attributes, rules: ContentRules) => Attributes,
): R {
  return runWithContext(work, (outer, rules) => {
    const inherited = (outer.getValue(CONTEXT_KEY.inherited) ?? {}) as Attributes;
    return outer.setValue(CONTEXT_KEY.inherited, { ...inherited, ...attributes(inherited, rules) });
  });
}

/** Runs `work` in a context made of the active one; where nothing is traced, or that fails, it just runs. */
export function runWithContext<R>(work: () => R, inner: (outer: Context, rules: ContentRules) => Context): R {
  const active = activeTracing();
  const made = active && quietly('handing values down', () => inner(context.active(), active.rules));
  if (made === undefined) return work();
  const result = context.with(made, work);
  // Its body has not run yet: it does so call by call.
  if (isGenerator(result)) {
    quietly('handing values down', () => aroundCalls(result, (_name, call) => context.with(made, call)));
  }
  return result;
}
