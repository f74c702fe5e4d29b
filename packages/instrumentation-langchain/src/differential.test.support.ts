import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { expect } from 'vitest';
import type { Core } from './core-under-test.test.support.ts';
import { LangChainInstrumentation } from './index.ts';

/** What happened in an app, in its order. */
export type Log = string[];

/** What the app does; what it returns, throws and writes into the log is compared. */
export type Case = (core: Core, log: Log) => unknown;

/**
 * Runs a case without and with tracing, and expects that the app sees the same. Every span that was started has to have
 * ended once.
 *
 * @returns how many spans there were
 */
export async function compare(core: Core, run: Case): Promise<number> {
  const plain = await observe(core, run);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  let started = 0;
  const ended: ReadableSpan[] = [];
  const counter = {
    onStart: () => {
      started++;
    },
    onEnd: (span: ReadableSpan) => {
      ended.push(span);
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const instrumentation = new LangChainInstrumentation({ enabled: false });
  instrumentation.setTracerProvider(new BasicTracerProvider({ spanProcessors: [counter] }));
  instrumentation.manuallyInstrument(core.patched);
  instrumentation.enable();
  try {
    expect(await observe(core, run)).toStrictEqual(plain);
  } finally {
    instrumentation.disable();
  }
  expect(new Set(ended).size).toBe(started);
  expect(ended.length).toBe(started);
  return started;
}

async function observe(core: Core, run: Case): Promise<unknown> {
  const log: Log = [];
  const outcome = await Promise.resolve()
    .then(() => run(core, log))
    .then(
      (result) => ({ result: seen(result) }),
      (error: unknown) => ({ error: errorSeen(error) }),
    );
  // What goes on after the answer, such as a stream that reads ahead, belongs to the behaviour.
  await settled();
  return { ...outcome, log };
}

/** Waits until nothing happens any more that does not wait for time or the network. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise(setImmediate);
}

/** Reads a stream to its end. */
export async function collect(stream: AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const item of await stream) all.push(item);
  return all;
}

/** A value with its classes, as an app can tell them apart; ids that are made at random are left out. */
function seen(value: unknown): unknown {
  if (value instanceof Error) return errorSeen(value);
  if (typeof value === 'string') return value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>');
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(seen);
  const fields = Object.entries(value).map(([key, item]) => [key, seen(item)]);
  return { class: value.constructor?.name, ...Object.fromEntries(fields) };
}

function errorSeen(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: error };
  const { name, message, cause } = error;
  return { class: error.constructor.name, name, message, own: Object.keys(error).sort(), cause: seen(cause) };
}
