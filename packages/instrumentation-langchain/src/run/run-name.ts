import { serializedClass } from './brief-serialized.ts';

/** A run's name as LangChain's own tracers give it: the one it was called with, else the class's. */
export function runName(name: unknown, serialized: unknown): string {
  return typeof name === 'string' && name !== '' ? name : (serializedClass(serialized) ?? 'run');
}
