import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, context, createContextKey } from '@opentelemetry/api';
import { contextWith } from '@tracewright/instrumentation-core';
import type { ModelCall } from './model-call.ts';

const CALL = [createContextKey('tracewright.openai.call')] as const;

/** For set-ups without a context manager, in which nothing carries OTel's context. */
const carried = new AsyncLocalStorage<ModelCall | undefined>();

/** Runs the SDK's work so that its requests, and everybody's spans inside them, find the call. */
export function underCall<T>(call: ModelCall, parent: Context, work: () => T): T {
  const own = contextWith(parent, CALL, [call]);
  return context.with(own, () => (context.active() === own ? work() : carried.run(call, work)));
}

/** The call that a client's request belongs to, if it is one of ours. */
export function currentCall(client: unknown): ModelCall | undefined {
  const call = (context.active().getValue(CALL[0]) as ModelCall | undefined) ?? carried.getStore();
  return call?.client === client ? call : undefined;
}

/** Does work that belongs to no call, though it happens inside one. */
export function outsideCalls<T>(work: () => T): T {
  return context.with(context.active().deleteValue(CALL[0]), () => carried.run(undefined, work));
}
