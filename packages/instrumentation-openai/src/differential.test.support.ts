import { context, DiagLogLevel, diag } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, expect } from 'vitest';
import { collectUntil } from './garbage.test.support.ts';
import { OpenAIInstrumentation, type OpenAIInstrumentationConfig } from './index.ts';
import { type Reply, type ScriptedServer, serve } from './scripted-server.test.support.ts';
import type { Client, Sdk } from './sdk-under-test.test.support.ts';

export { type Client, SDKS, type Sdk } from './sdk-under-test.test.support.ts';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

export interface Case {
  readonly reply: Reply;
  /** What the app does; what it returns is compared. */
  readonly run: (client: Client, server: ScriptedServer, sdk: Sdk) => unknown;
  readonly config?: OpenAIInstrumentationConfig;
  /** The app neither reads a response to its end nor cancels it, so that nothing closes before the server does. */
  readonly leavesOpen?: boolean;
  /** The app lets go of what it got before it is done with it: spans end once the garbage is collected. */
  readonly isForgotten?: boolean;
}

/** Counts what starts and ends, so that a span that never ends is seen. */
export class SpanCounter implements SpanProcessor {
  started = 0;
  readonly ended: ReadableSpan[] = [];

  onStart(): void {
    this.started += 1;
  }

  onEnd(span: ReadableSpan): void {
    this.ended.push(span);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

const counters: SpanCounter[] = [];
const misuses: string[] = [];

// The SDK of OpenTelemetry says it here, and nowhere else, if a span is ended twice or touched after its end.
const silent = (): void => {};
diag.setLogger(
  {
    error: (text) => misuses.push(text),
    warn: (text) => /ended/i.test(text) && misuses.push(text),
    info: silent,
    debug: silent,
    verbose: silent,
  },
  { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
);

afterAll(() => {
  const sum = (of: (counter: SpanCounter) => number) => counters.reduce((total, counter) => total + of(counter), 0);
  expect(sum(({ ended }) => new Set(ended).size)).toBe(sum(({ started }) => started));
  expect(sum(({ ended }) => ended.length)).toBe(sum(({ started }) => started));
  expect(misuses).toEqual([]);
});

/** A patched SDK for as long as the work lasts. */
export async function traced<T>(
  sdk: Sdk,
  work: (counter: SpanCounter, provider: BasicTracerProvider, tracing: OpenAIInstrumentation) => Promise<T>,
  config: OpenAIInstrumentationConfig = { estimateUsage: false },
): Promise<T> {
  const counter = new SpanCounter();
  counters.push(counter);
  const provider = new BasicTracerProvider({ spanProcessors: [counter] });
  const instrumentation = new OpenAIInstrumentation({ ...config, enabled: false });
  instrumentation.setTracerProvider(provider);
  instrumentation.manuallyInstrument(sdk);
  instrumentation.enable();
  try {
    return await work(counter, provider, instrumentation);
  } finally {
    instrumentation.disable();
  }
}

/**
 * Runs a case without and with us, each against a server of its own, and expects that the app and the server see the
 * same. Every span that was started has to have ended.
 */
export async function compare(sdk: Sdk, scenario: Case): Promise<readonly ReadableSpan[]> {
  const plain = await observe(sdk, scenario);
  return traced(
    sdk,
    async (counter, _provider, tracing) => {
      expect(await observe(sdk, scenario)).toStrictEqual(plain);
      if (scenario.isForgotten) await collectUntil(() => counter.ended.length === counter.started);
      await tracing.forceFlush();
      expect(counter.ended.length).toBe(counter.started);
      return counter.ended;
    },
    scenario.config ?? {},
  );
}

async function observe(sdk: Sdk, { reply, run, leavesOpen }: Case): Promise<unknown> {
  const server = await serve(reply);
  try {
    const client = new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, logLevel: 'off' });
    const outcome = await Promise.resolve()
      .then(() => run(client, server, sdk))
      .then(
        (result) => ({ result }),
        (error: unknown) => ({ error: errorSeen(error) }),
      );
    const closes = leavesOpen ? undefined : await server.closes();
    return { ...outcome, requests: server.requests, closes };
  } finally {
    server.close();
  }
}

/** What an app can tell errors apart by. */
function errorSeen(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: error };
  const { status, code, type, param, requestID, cause } = error as Error & Readonly<Record<string, unknown>>;
  return {
    class: error.constructor.name,
    name: error.name,
    message: error.message,
    own: Object.keys(error).sort(),
    fields: { status, code, type, param, requestID },
    cause: cause instanceof Error ? { class: cause.constructor.name } : cause,
  };
}

/** A content attribute of a span, read back. */
export function contentOf(span: ReadableSpan | undefined, attribute: string): unknown {
  const text = span?.attributes[attribute];
  return typeof text === 'string' ? JSON.parse(text) : undefined;
}
