import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { DiagLogLevel, diag, trace } from '@opentelemetry/api';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import * as esm from 'openai';
import { afterEach, expect, test } from 'vitest';
import { OpenAIInstrumentation } from './index.ts';

const cjs = createRequire(import.meta.url)('openai') as typeof esm;
const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: 'secret-question' }] };
const ANSWER = {
  id: '1',
  model: 'demo',
  choices: [{ index: 0, finish_reason: 'stop', message: { content: 'secret-answer' } }],
  usage: { prompt_tokens: 2, completion_tokens: 2, total_tokens: 4 },
};

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const open: OpenAIInstrumentation[] = [];

function instrument(config: ConstructorParameters<typeof OpenAIInstrumentation>[0] = {}): OpenAIInstrumentation {
  const instrumentation = new OpenAIInstrumentation(config);
  instrumentation.setTracerProvider(provider);
  open.push(instrumentation);
  return instrumentation;
}

/** One call without a network. */
function call(sdk: typeof esm, answer: unknown = ANSWER): Promise<unknown> {
  const client = new sdk.OpenAI({
    apiKey: 'test',
    baseURL: 'http://model.test/v1',
    fetch: async () => Response.json(answer),
  });
  return client.chat.completions.create(REQUEST);
}

afterEach(() => {
  for (const instrumentation of open.splice(0)) instrumentation.disable();
  exporter.reset();
  diag.disable();
});

test('it names itself and its version as its package does', () => {
  const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8'));
  const { instrumentationName, instrumentationVersion } = instrument();
  expect([instrumentationName, instrumentationVersion]).toEqual([manifest.name, manifest.version]);
});

test('ESM and CommonJS copies are both patched, each once', async () => {
  const instrumentation = instrument();
  instrumentation.manuallyInstrument(esm);
  instrumentation.manuallyInstrument(cjs);
  expect(instrumentation.patchedCopies).toBe(2);
  expect(instrumentation.manuallyInstrument(esm)).toBe(false);
  expect(instrumentation.manuallyInstrument({ default: esm.OpenAI })).toBe(false);
  await call(esm);
  await call(cjs);
  expect(exporter.getFinishedSpans()).toHaveLength(2);
});

test.each([
  ['a namespace', esm],
  ['a default export', esm.default],
  ['the class', esm.OpenAI],
  ['a namespace of a namespace', { default: esm }],
])('%s is accepted', (_name, module) => {
  const instrumentation = instrument({ enabled: false });
  instrumentation.manuallyInstrument(module);
  instrumentation.enable();
  expect(Object.getOwnPropertySymbols(esm.OpenAI.prototype)).toHaveLength(1);
});

test('two instrumentations make one span', async () => {
  const first = instrument();
  first.manuallyInstrument(esm);
  const second = instrument();
  expect(second.manuallyInstrument(esm)).toBe(false);
  await call(esm);
  expect(exporter.getFinishedSpans()).toHaveLength(1);
});

test('what is no copy of openai is refused', () => {
  const instrumentation = instrument();
  for (const module of [undefined, null, {}, 7, 'openai', () => {}, { OpenAI: class {} }]) {
    expect(instrumentation.manuallyInstrument(module)).toBe(false);
  }
});

test('disable() restores the very originals, and enable() patches again', async () => {
  const { Completions } = esm.OpenAI.Chat;
  const before = [
    Object.getOwnPropertyDescriptors(Completions.prototype),
    Object.getOwnPropertyDescriptors(esm.OpenAI.prototype),
  ];
  const instrumentation = instrument();
  instrumentation.manuallyInstrument(esm);
  expect(Completions.prototype.create).not.toBe(before[0]?.create?.value);
  instrumentation.disable();
  expect(instrumentation.patchedCopies).toBe(0);
  const after = [
    Object.getOwnPropertyDescriptors(Completions.prototype),
    Object.getOwnPropertyDescriptors(esm.OpenAI.prototype),
  ];
  expect(after).toEqual(before);
  expect(after[0]?.create?.value).toBe(before[0]?.create?.value);
  await call(esm);
  expect(exporter.getFinishedSpans()).toHaveLength(0);
  instrumentation.enable();
  await call(esm);
  expect(exporter.getFinishedSpans()).toHaveLength(1);
});

test('where somebody patched after us, their function stays and ours goes inert', async () => {
  const { prototype } = esm.OpenAI.Chat.Completions;
  const original = prototype.create;
  const instrumentation = instrument();
  instrumentation.manuallyInstrument(esm);
  const ours = prototype.create;
  let theirs = 0;
  prototype.create = function create(this: unknown, ...args: unknown[]) {
    theirs += 1;
    return Reflect.apply(ours, this, args);
  } as typeof ours;
  try {
    instrumentation.disable();
    await call(esm);
    expect([theirs, exporter.getFinishedSpans().length]).toEqual([1, 0]);
    instrumentation.enable();
    await call(esm);
    expect([theirs, exporter.getFinishedSpans().length]).toEqual([2, 1]);
  } finally {
    instrumentation.disable();
    prototype.create = original;
  }
});

test('calls that are open at disable() are seen to their end; then the promises have their originals back', async () => {
  const { prototype } = esm.APIPromise;
  const methods = () => Object.values(Object.getOwnPropertyDescriptors(prototype)).map(({ value }): unknown => value);
  const before = methods();
  const instrumentation = instrument();
  instrumentation.manuallyInstrument(esm);
  const promises = [call(esm), call(esm)];
  instrumentation.disable();
  await promises[0];
  instrumentation.enable();
  instrumentation.disable();
  await promises[1];
  const usages = exporter.getFinishedSpans().map(({ attributes }) => attributes['gen_ai.usage.output_tokens']);
  expect(usages).toEqual([2, 2]);
  expect(methods().every((method, i) => method === before[i])).toBe(true);
});

type Wrap = (promise: Promise<object>) => unknown;

test.each<readonly [string, Wrap]>([
  [
    'in a proxy that calls methods on the promise itself',
    (promise) =>
      new Proxy(promise, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
  ],
  [
    'by a parse of its own',
    (promise) => {
      const { parse } = promise as unknown as { parse: () => Promise<unknown> };
      return Object.assign(promise, { parse: () => parse.call(promise) });
    },
  ],
])('a promise that somebody before us has wrapped %s is seen', async (_name, wrap) => {
  const { prototype } = esm.OpenAI.Chat.Completions;
  const original = prototype.create;
  prototype.create = function create(this: unknown, ...args: unknown[]) {
    return wrap(Reflect.apply(original, this, args) as Promise<object>);
  } as typeof original;
  const instrumentation = instrument();
  try {
    instrumentation.manuallyInstrument(esm);
    expect(await call(esm)).toMatchObject({ id: '1' });
  } finally {
    instrumentation.disable();
    prototype.create = original;
  }
  const [span, ...others] = exporter.getFinishedSpans();
  expect(span?.attributes['gen_ai.usage.output_tokens']).toBe(2);
  expect(others).toEqual([]);
});

test("with content off nothing of a call's content is in its span", async () => {
  const instrumentation = instrument({ captureContent: false });
  instrumentation.manuallyInstrument(esm);
  await call(esm);
  const [span] = exporter.getFinishedSpans();
  expect(span?.attributes['gen_ai.response.finish_reasons']).toEqual(['stop']);
  expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('secret');
});

test('a setting made later holds from the next call on', async () => {
  const instrumentation = instrument();
  instrumentation.manuallyInstrument(esm);
  instrumentation.setConfig({ redact: (text) => text.replaceAll('secret', '***') });
  await call(esm);
  const text = JSON.stringify(exporter.getFinishedSpans()[0]?.attributes);
  expect(text).toContain('***-question');
  expect(text).not.toContain('secret');
  expect(instrumentation.getConfig().enabled).toBe(true);
});

test('without a provider of its own it asks the global one at each call', async () => {
  const instrumentation = new OpenAIInstrumentation();
  open.push(instrumentation);
  instrumentation.manuallyInstrument(esm);
  await call(esm);
  trace.setGlobalTracerProvider(provider);
  try {
    await call(esm);
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  } finally {
    trace.disable();
  }
});

test('registerInstrumentations() sets it up', async () => {
  const instrumentation = new OpenAIInstrumentation({ enabled: false });
  open.push(instrumentation);
  instrumentation.manuallyInstrument(esm);
  expect(instrumentation.patchedCopies).toBe(0);
  registerInstrumentations({ tracerProvider: provider, instrumentations: [instrumentation] });
  await call(esm);
  expect(exporter.getFinishedSpans()[0]?.instrumentationScope.name).toBe('@tracewright/instrumentation-openai');
});

test('a provider that throws costs a warning, and the call goes through', async () => {
  const warnings: string[] = [];
  const silent = () => {};
  diag.setLogger(
    { error: silent, info: silent, debug: silent, verbose: silent, warn: (text) => warnings.push(text) },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const instrumentation = instrument();
  instrumentation.manuallyInstrument(esm);
  instrumentation.setTracerProvider({
    getTracer: () => {
      throw new Error('broken');
    },
  });
  expect(await call(esm)).toMatchObject({ id: '1' });
  expect(warnings).toHaveLength(1);
});

test('an SDK of an unknown shape is left alone, with a warning', () => {
  const warnings: string[] = [];
  const silent = () => {};
  diag.setLogger(
    { error: silent, info: silent, debug: silent, verbose: silent, warn: (text) => warnings.push(text) },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const Strange = Object.assign(function Strange() {}, { Chat: {} });
  expect(instrument().manuallyInstrument({ OpenAI: Strange })).toBe(false);
  expect(warnings).toHaveLength(1);
});
