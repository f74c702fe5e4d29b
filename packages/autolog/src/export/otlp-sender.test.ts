import { diag } from '@opentelemetry/api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SpanPricing } from '../cost/span-pricing.ts';
import { exportSettings } from '../settings.ts';
import { startOtlpSink } from '../testing/otlp-sink.test.support.ts';
import { exportLane } from './export-lane.ts';

const BODY = Buffer.from('{"resourceSpans":[]}');

async function send(status: number) {
  const warn = vi.spyOn(diag, 'warn').mockImplementation(() => {});
  const sink = await startOtlpSink(() => status);
  onTestFinished(async () => {
    warn.mockRestore();
    await sink.close();
  });
  const { sender } = exportLane(exportSettings({ endpoint: sink.url, headers: { 'x-key': 'k' } }), new SpanPricing());
  return { sink, warn, result: await sender.send(BODY, 3) };
}

test('a request is sent as it stands, with the headers of the receiver', async () => {
  const { sink, result } = await send(200);
  expect(result).toEqual({ outcome: 'sent', reason: '' });
  expect(sink.requests[0]?.body).toEqual(BODY);
  expect(sink.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-key': 'k' });
});

test.each([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [415, 'Unsupported Media Type'],
])('a receiver that answers %i has refused, in its own words', async (status, words) => {
  const { sink, warn, result } = await send(status);
  const reason = `${sink.url}/v1/traces answered ${status} ${words}: {}`;
  expect(result).toEqual({ outcome: 'refused', reason });
  expect(warn.mock.calls[0]?.[0]).toBe(`tracewright: 3 spans could not be sent: ${reason}`);
});

test('a receiver that takes a request and never answers has failed once OTEL_EXPORTER_OTLP_TIMEOUT is over', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '20');
  vi.spyOn(diag, 'warn').mockImplementation(() => {});
  const silent = await startOtlpSink(() => undefined);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await silent.close();
  });
  const { sender } = exportLane(exportSettings({ endpoint: silent.url }), new SpanPricing());

  expect(await sender.send(BODY, 3)).toMatchObject({ outcome: 'failed' });
});
