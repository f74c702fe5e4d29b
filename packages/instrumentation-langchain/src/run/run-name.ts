import { ownList } from '@tracewright/instrumentation-core';

/** A run's name as LangChain's own tracers give it: the one it was called with, else the class's. */
export function runName(name: unknown, serialized: unknown): string {
  if (typeof name === 'string' && name !== '') return name;
  const last: unknown = ownList(serialized, 'id').at(-1);
  return typeof last === 'string' && last !== '' ? last : 'run';
}
