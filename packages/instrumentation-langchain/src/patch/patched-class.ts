import { isObject } from '@tracewright/instrumentation-core';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** An object or class with a method of this name, wherever it inherits it from; else undefined. */
export function withMethod(value: unknown, name: string): Record<string, Method> | undefined {
  if (!isObject(value) && typeof value !== 'function') return undefined;
  return typeof (value as Record<string, unknown>)[name] === 'function' ? (value as Record<string, Method>) : undefined;
}

/** What a module exports under a name. Modules of libraries may export through getters; those are asked. */
export function exported(module: unknown, name: string): unknown {
  return isObject(module) ? (module as Record<string, unknown>)[name] : undefined;
}

/** The prototype of a class that a module exports, if it has this method. */
export function prototypeWith(module: unknown, className: string, method: string): Record<string, Method> | undefined {
  const found = exported(module, className);
  return typeof found === 'function' ? withMethod(found.prototype, method) : undefined;
}

export type { Method };
