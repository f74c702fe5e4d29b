import { type Context, createContextKey, context as otelContext } from '@opentelemetry/api';
import type { Run } from './run.ts';

/** In the context of a named runnable's call. */
const BOUND_NAME = createContextKey('tracewright langchain bound name');

/** A runnable's own name, for the run that it starts right inside another one. */
interface BoundName {
  readonly inside: Run;
  readonly name: string;
}

export function withBoundName(context: Context, inside: Run, name: string): Context {
  return context.setValue(BOUND_NAME, { inside, name } satisfies BoundName);
}

/** The own name of the runnable that is being called right inside a run. */
export function boundNameIn(run: Run): string | undefined {
  const bound = otelContext.active().getValue(BOUND_NAME) as BoundName | undefined;
  return bound?.inside === run ? bound.name : undefined;
}
