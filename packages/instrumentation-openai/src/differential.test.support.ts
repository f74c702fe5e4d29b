import { createRequire } from 'node:module';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import * as esm from 'openai';
import { expect } from 'vitest';
import { OpenAIInstrumentation, type OpenAIInstrumentationConfig } from './index.ts';
import { type Reply, type ScriptedServer, serve } from './scripted-server.test.support.ts';

export type Sdk = typeof esm;
export type Client = InstanceType<Sdk['OpenAI']>;

/** Both copies of the installed SDK: their classes have nothing in common. */
export const SDKS: ReadonlyArray<readonly [name: string, sdk: Sdk]> = [
  ['ESM', esm],
  ['CommonJS', createRequire(import.meta.url)('openai') as Sdk],
];

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

export interface Case {
  readonly reply: Reply;
  /** What the app does; what it returns is compared. */
  readonly run: (client: Client, server: ScriptedServer, sdk: Sdk) => unknown;
  readonly config?: OpenAIInstrumentationConfig;
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

/** A patched SDK for as long as the work lasts. */
export async function traced<T>(
  sdk: Sdk,
  work: (counter: SpanCounter, provider: BasicTracerProvider) => Promise<T>,
  config: OpenAIInstrumentationConfig = {},
): Promise<T> {
  const counter = new SpanCounter();
  const provider = new BasicTracerProvider({ spanProcessors: [counter] });
  const instrumentation = new OpenAIInstrumentation({ ...config, enabled: false });
  instrumentation.setTracerProvider(provider);
  instrumentation.manuallyInstrument(sdk);
  instrumentation.enable();
  try {
    return await work(counter, provider);
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
    async (counter) => {
      expect(await observe(sdk, scenario)).toEqual(plain);
      expect(counter.ended.length).toBe(counter.started);
      return counter.ended;
    },
    scenario.config,
  );
}

async function observe(sdk: Sdk, { reply, run }: Case): Promise<unknown> {
  const server = await serve(reply);
  try {
    const client = new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, logLevel: 'off' });
    const outcome = await Promise.resolve()
      .then(() => run(client, server, sdk))
      .then(
        (result) => ({ result }),
        (error: unknown) => ({ error: errorSeen(error) }),
      );
    return { ...outcome, requests: server.requests };
  } finally {
    server.close();
  }
}

/** What an app can tell errors apart by. */
function errorSeen(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return { class: error.constructor.name, message: error.message, own: Object.keys(error).sort() };
}

/** A content attribute of a span, read back. */
export function contentOf(span: ReadableSpan | undefined, attribute: string): unknown {
  const text = span?.attributes[attribute];
  return typeof text === 'string' ? JSON.parse(text) : undefined;
}
