import type { TracerProvider } from '@opentelemetry/api';
import { afterEach, expect, test, vi } from 'vitest';
import { Instrumentations, type Patching, type PatchingConfig } from './instrumentations.ts';

afterEach(() => vi.restoreAllMocks());

/** Stands for an instrumentation and writes down what is done to it. */
function double(copies: number): Patching & { readonly calls: unknown[] } {
  const calls: unknown[] = [];
  return {
    calls,
    patchedCopies: copies,
    enable: () => calls.push('enable'),
    disable: () => calls.push('disable'),
    setTracerProvider: (provider) => calls.push(['provider', provider]),
    manuallyInstrument: (module) => calls.push(['module', module]),
  };
}

function factoryOf(openai: Patching, langchain: Patching, configs: PatchingConfig[] = []) {
  const give = (patching: Patching) => (config: PatchingConfig) => {
    configs.push(config);
    return patching;
  };
  return { openai: give(openai), langchain: give(langchain) };
}

const PROVIDER = { getTracer: () => undefined } as unknown as TracerProvider;

test('both get the provider before they patch, and are undone together', () => {
  const [openai, langchain] = [double(1), double(1)];
  const instrumentations = new Instrumentations({}, PROVIDER, factoryOf(openai, langchain));
  instrumentations.disable();
  for (const { calls } of [openai, langchain]) expect(calls).toEqual([['provider', PROVIDER], 'enable', 'disable']);
});

test('each can be switched off alone', () => {
  const [openai, langchain] = [double(1), double(1)];
  new Instrumentations({ langchain: false }, PROVIDER, factoryOf(openai, langchain));
  expect(openai.calls).toContain('enable');
  expect(langchain.calls).toEqual([]);
});

test('where one cannot be started the other is', () => {
  const [openai, broken] = [double(1), double(1)];
  broken.enable = () => {
    throw new Error('no such class');
  };
  new Instrumentations({}, PROVIDER, factoryOf(openai, broken));
  expect(openai.calls).toContain('enable');
});

test('modules of a bundled app are patched as given', () => {
  const [openai, langchain] = [double(1), double(1)];
  const options = { openai: { module: 'O' }, langchain: { modules: { callbacksManager: 'M' } } };
  new Instrumentations(options, PROVIDER, factoryOf(openai, langchain));
  expect(openai.calls).toContainEqual(['module', 'O']);
  expect(langchain.calls).toContainEqual(['module', { callbacksManager: 'M' }]);
});

test('the content options reach both', () => {
  const configs: PatchingConfig[] = [];
  const redact = (text: string) => text;
  new Instrumentations(
    { captureContent: false, redact, maxContentLength: 10, maxContentStringLength: 5, maxSpanContentBytes: 99 },
    PROVIDER,
    factoryOf(double(1), double(1), configs),
  );
  const expected = {
    enabled: false,
    captureContent: false,
    redact,
    maxContentLength: 10,
    maxContentStringLength: 5,
    maxSpanContentBytes: 99,
  };
  expect(configs).toEqual([expected, expected]);
});

test('that nothing was patched is said once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const instrumentations = new Instrumentations({}, PROVIDER, factoryOf(double(0), double(0)));
  instrumentations.warnIfNothingPatched();
  instrumentations.warnIfNothingPatched();
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]?.[0]).toContain('nothing was patched');
});

test.each([
  ['one of them found a copy', {}, double(0), double(1)],
  ['one was switched off', { langchain: false }, double(0), double(0)],
])('nothing is said where %s', (_name, options, openai, langchain) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  new Instrumentations(options, PROVIDER, factoryOf(openai, langchain)).warnIfNothingPatched();
  expect(warn).not.toHaveBeenCalled();
});
