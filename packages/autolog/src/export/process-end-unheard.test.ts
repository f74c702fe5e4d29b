import { expect, test } from 'vitest';
import { startOtlpSink } from '../testing/otlp-sink.test.support.ts';
import { runApp } from '../testing/run-app.test.support.ts';
import { TEN_SPANS } from '../testing/ten-spans.test.support.ts';

/** A request that is waited for takes ten seconds; two are promised, and the processes here start beside each other. */
const LATE_MS = 9_000;

test.concurrent('a refused connection does not hold up the end', async () => {
  const sink = await startOtlpSink();
  await sink.close();
  const end = await runApp(`${TEN_SPANS} process.exit(4);`, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url } });
  expect(end.code).toBe(4);
  expect(end.runMs).toBeLessThan(LATE_MS);
});

test.concurrent('a collector that never answers holds up the end for two seconds at most', async () => {
  const silent = await startOtlpSink(() => undefined);
  const end = await runApp(`${TEN_SPANS} process.exit(4);`, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: silent.url } });
  await silent.close();
  expect(end.code).toBe(4);
  expect(end.runMs).toBeLessThan(LATE_MS);
});

test.concurrent('an app that has finished is not kept alive by a request under way or a retry', async () => {
  const text = `${TEN_SPANS} setTimeout(() => console.log('done'), 1500);`;
  const silent = await startOtlpSink(() => undefined);
  const [waiting, refused] = await Promise.all([
    runApp(text, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: silent.url } }),
    runApp(text, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } }),
  ]);
  await silent.close();
  expect(waiting.code).toBe(0);
  expect(waiting.runMs).toBeLessThan(LATE_MS);
  expect(refused.code).toBe(0);
  expect(refused.runMs).toBeLessThan(LATE_MS);
});

const ENDS = [
  [
    'shutdown() with contents and feedback to be sent',
    { offload: true },
    "void score('good', true, { traceId }); await tracing.shutdown();",
  ],
  ['shutdown()', {}, 'await tracing.shutdown();'],
  ['flush() with a limit', { offload: true }, 'await tracing.flush({ timeoutMs: 200 });'],
] as const;

test.concurrent.each(process.env.TRACEWRIGHT_THOROUGH === undefined ? ENDS.slice(0, 1) : ENDS)(
  'after %s the app ends two seconds later at most, though the collector never answers',
  async (_, options, end) => {
    const silent = await startOtlpSink(() => undefined);
    const text = `
    import { score, trace as step, getActiveTraceId } from '@tracewright/autolog';
    const tracing = autolog({ openai: false, langchain: false, ...${JSON.stringify(options)} });
    const traceId = await step('large', (step) => {
      step.setInput('x'.repeat(100_000));
      return getActiveTraceId();
    });
    console.log('over');
    ${end}`;
    const { code, runMs } = await runApp(text, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: silent.url } });
    await silent.close();
    expect(code).toBe(0);
    expect(runMs).toBeLessThan(LATE_MS);
  },
);
