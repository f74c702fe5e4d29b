import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { autolog } from './autolog.ts';
import { trace } from './steps/trace.ts';
import { type OtlpSink, startOtlpSink } from './testing/otlp-sink.test.support.ts';
import { runApp } from './testing/run-app.test.support.ts';

let sinks: OtlpSink[];

beforeEach(async () => {
  sinks = [await startOtlpSink(), await startOtlpSink()];
});

afterEach(async () => {
  for (const sink of sinks) await sink.close();
});

test('each receiver gets everything in its own way, whether it is flushed or the process ends, and one that is down is in nobody’s way', async () => {
  const [collector, other] = sinks;
  const destinations = [
    { endpoint: collector?.url, headers: { 'x-key': 'a' } },
    { endpoint: 'http://127.0.0.1:1' },
    { endpoint: other?.url, headers: { 'x-key': 'b' }, protocol: 'http/protobuf', compression: 'gzip' },
  ];
  const end = await runApp(
    `const { trace: step, score } = await import('@tracewright/autolog');
    const tracing = autolog({ openai: false, langchain: false, destinations: ${JSON.stringify(destinations)} });
    step('flushed', () => {});
    await tracing.flush();
    step('left to the exit', () => void score('good', 1));
    process.exit(3);`,
    { env: { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret' } },
  );
  expect(end.code, end.stderr).toBe(3);

  expect(collector?.requests.map(({ path }) => path.replace(/[0-9a-f]{32}/, ':id'))).toEqual([
    '/v1/traces',
    '/v1/traces',
    '/api/v1/traces/:id/feedback',
  ]);
  expect(other?.requests).toHaveLength(2);
  const names = ['flushed', 'left to the exit'];
  for (const [i, name] of names.entries()) {
    expect(collector?.requests[i]?.body.toString()).toContain(`"name":"${name}"`);
    expect(other?.requests[i]?.body.includes(Buffer.from(name))).toBe(true);
  }
  for (const { headers } of collector?.requests ?? []) {
    expect(headers).toMatchObject({ 'x-key': 'a', 'content-type': 'application/json' });
    expect(headers).not.toHaveProperty('authorization');
  }
  for (const { headers } of other?.requests ?? []) {
    expect(headers).toMatchObject({
      'x-key': 'b',
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
  }
});

test('a platform that freezes a function is told to wait until the spans of a finished trace have been sent', async () => {
  const [sink] = sinks;
  const end = await runApp(
    `const { trace: step } = await import('@tracewright/autolog');
    const work = [];
    autolog({ openai: false, langchain: false, endpoint: '${sink?.url}', waitUntil: (promise) => work.push(promise) });
    await step('request', async () => { await step('inner', async () => {}); console.log(work.length); });
    console.log(work.length);
    await Promise.all(work);
    process.kill(process.pid, 'SIGKILL');`,
  );
  expect(end.signal, end.stderr).toBe('SIGKILL');
  expect(end.stdout).toBe('0\n1\n');
  expect(sink?.spans().map(({ name }) => name)).toEqual(['inner', 'request']);
});

test('at the end of the process feedback follows the spans of its own receiver, whatever the others do', async () => {
  const [collector] = sinks;
  const silent = await startOtlpSink(() => undefined);
  onTestFinished(() => silent.close());
  const destinations = [{ endpoint: collector?.url }, { endpoint: silent.url }];
  const end = await runApp(
    `const { trace: step, score } = await import('@tracewright/autolog');
    autolog({ openai: false, langchain: false, destinations: ${JSON.stringify(destinations)} });
    step('judged', () => void score('good', 1));
    process.exit(3);`,
  );
  expect(end.code, end.stderr).toBe(3);
  expect(collector?.requests.map(({ path }) => path.replace(/[0-9a-f]{32}/, ':id'))).toEqual([
    '/v1/traces',
    '/api/v1/traces/:id/feedback',
  ]);
  expect(silent.requests.map(({ path }) => path)).toEqual(['/v1/traces']);
});

test("with provider 'global' a platform waits for the app's provider, and feedback is delivered at the end", async () => {
  const [collector] = sinks;
  const end = await runApp(
    `import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
    const { trace: step, score } = await import('@tracewright/autolog');
    const flushed = { onStart() {}, onEnd() {}, async shutdown() {}, async forceFlush() { console.log('flushed'); } };
    new NodeTracerProvider({ spanProcessors: [flushed] }).register();
    const work = [];
    const waitUntil = (promise) => work.push(promise);
    autolog({ openai: false, langchain: false, endpoint: '${collector?.url}', provider: 'global', waitUntil });
    await step('request', async () => { await step('inner', async () => {}); console.log(work.length); });
    console.log(work.length);
    await Promise.all(work);
    step('judged', () => void score('good', 1));
    process.exit(0);`,
  );
  expect(end.code, end.stderr).toBe(0);
  expect(end.stdout.split('\n').slice(0, 3)).toEqual(['0', '1', 'flushed']);
  expect(collector?.requests.map(({ path }) => path.replace(/[0-9a-f]{32}/, ':id'))).toEqual([
    '/api/v1/traces/:id/feedback',
  ]);
});

test('an empty list of receivers sends spans nowhere, not even where the environment says', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', sinks[0]?.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const tracing = autolog({ openai: false, langchain: false, destinations: [] });
  trace('heard by nobody', () => {});
  await tracing.shutdown();

  expect(sinks.flatMap(({ requests }) => requests)).toEqual([]);
});
