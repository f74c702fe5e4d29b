import { expect, test } from 'vitest';
import type { Authorize } from '../authorize.ts';
import { ApiError } from '../errors.ts';
import { ByteBudget } from '../ingest/byte-budget.ts';
import type { Ingest, IngestResult } from '../ingest/ingest.ts';
import { IngestMeter } from '../metrics/ingest-meter.ts';
import { prometheusText } from '../metrics/prometheus-text.ts';
import { storeMetrics } from '../metrics/store-metrics.ts';
import { textMetrics } from '../metrics/text-metrics.ts';
import { authorizeEveryone, authorizeKey } from '../testing/stand-in-authorize.ts';
import { testApp } from '../testing/test-app.ts';

const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

test('what was taken, refused and stored stands in the metrics', async () => {
  const app = testApp();
  const post = (body: unknown) =>
    app.request('/v1/traces', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const good = { ...ids, name: 'a', startTimeUnixNano: '1000', endTimeUnixNano: '2000' };
  await post({ resourceSpans: [{ scopeSpans: [{ spans: [good, { ...good, spanId: '0000000000000000' }] }] }] });
  await post({ resourceSpans: 5 });

  const res = await app.request('/metrics');
  expect(res.headers.get('content-type')).toContain('version=0.0.4');
  const lines = (await res.text()).split('\n');
  expect(lines).toContain('tracewright_ingest_accepted_total{signal="traces"} 1');
  expect(lines).toContain('tracewright_ingest_rejected_total{signal="traces"} 1');
  expect(lines).toContain('tracewright_ingest_failed_requests_total{code="MALFORMED_REQUEST"} 1');
  expect(lines).toContain('tracewright_ingest_commit_seconds_bucket{le="+Inf"} 1');
  expect(lines).toContain('tracewright_ingest_bytes_in_flight 0');
  expect(lines).toContain('tracewright_store_spans 1');
  expect(lines).toContain('tracewright_data_quality_traces{problem="orphaned"} 0');
  expect(lines).toContain('tracewright_data_quality_spans{problem="duplicated"} 0');
  expect(lines.filter((line) => line.startsWith('tracewright_text_index'))).toEqual([]);
});

test('what came of each signal is counted in its own things: spans, log records, data points', async () => {
  const app = testApp();
  const post = (signal: string, body: unknown) =>
    app.request(`/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const span = { ...ids, name: 'a', startTimeUnixNano: '1000', endTimeUnixNano: '2000' };
  await post('traces', { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  await post('logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{}, {}] }] }] });
  const metric = { name: 'a', sum: { dataPoints: [{ asInt: '1' }, { asInt: '2' }, { asInt: '3' }] } };
  await post('metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] });

  const text = await (await app.request('/metrics')).text();
  expect(text.split('\n').filter((line) => line.startsWith('tracewright_ingest_accepted_total'))).toEqual([
    'tracewright_ingest_accepted_total{signal="traces"} 1',
    'tracewright_ingest_accepted_total{signal="logs"} 2',
    'tracewright_ingest_accepted_total{signal="metrics"} 3',
  ]);
});

test('requests that are refused before anything of them is read stand in the metrics, each once and by its reason', async () => {
  const app = testApp({ maxBytesInFlight: 100 });
  const post = (body: string | ReadableStream, headers: Record<string, string>) =>
    app.request('/v1/traces', {
      method: 'POST',
      headers,
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    });
  const json = { 'content-type': 'application/json' };
  // Half of it has come: what is held of it leaves no room for another one.
  const begun = new TransformStream<Uint8Array, Uint8Array>();
  const writer = begun.writable.getWriter();
  const first = post(begun.readable, json);
  await writer.write(new Uint8Array(90).fill(0x20));

  const statuses = [
    await post(' '.repeat(50), json),
    await post('{}', { 'content-type': 'text/plain' }),
    await post('{}', { ...json, 'content-length': '9999999' }),
    await post('{}', { ...json, 'content-encoding': 'gzip' }),
    await post('{', json),
  ].map(({ status }) => status);
  const during = (await (await app.request('/metrics')).text()).split('\n');
  await writer.close();
  await first;

  expect(statuses).toEqual([429, 415, 413, 400, 400]);
  const refused = during.filter((line) => line.startsWith('tracewright_ingest_failed_requests_total')).sort();
  expect(refused).toEqual([
    'tracewright_ingest_failed_requests_total{code="MALFORMED_REQUEST"} 2',
    'tracewright_ingest_failed_requests_total{code="PAYLOAD_TOO_LARGE"} 1',
    'tracewright_ingest_failed_requests_total{code="RESOURCE_EXHAUSTED"} 1',
    'tracewright_ingest_failed_requests_total{code="UNSUPPORTED_MEDIA_TYPE"} 1',
  ]);
  expect(during).toContain('tracewright_ingest_bytes_in_flight 90');
});

test('each request that one failure keeps out counts, and what ingest has counted counts no more on its way out', async () => {
  const failure = new ApiError('TEMPORARILY_UNAVAILABLE', 'the database cannot be reached');
  const failed = () => Promise.reject(failure);
  let isAway = true;
  const authorize: Authorize = (...given) => (isAway ? failed() : authorizeEveryone()(...given));
  const app = testApp({ border: { authorize } });
  const post = () =>
    app.request('/v1/traces', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  await Promise.all([post(), post(), post()]);
  isAway = false;
  expect(await (await app.request('/metrics')).text()).toContain('{code="TEMPORARILY_UNAVAILABLE"} 3\n');

  const { ingest, meter } = IngestMeter.around({
    budget: new ByteBudget(),
    bodies: {} as Ingest['bodies'],
    submit: failed,
    close: async () => {},
  });
  const request = { signal: 'traces', workspaceId: 'default', experimentId: '', runId: '', encoding: 'json' } as const;
  const thrown = await ingest.submit({ ...request, body: new Uint8Array(1) }).catch((error: unknown) => error);
  meter.refused(thrown);
  expect(prometheusText(meter.metrics())).toContain('{code="TEMPORARILY_UNAVAILABLE"} 1\n');
});

test('whom the border refuses stands in the metrics as well', async () => {
  const app = testApp({ border: { authorize: authorizeKey('secret') } });
  await app.request('/v1/traces', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });

  const res = await app.request('/metrics', { headers: { authorization: 'Bearer secret' } });
  expect(await res.text()).toContain('tracewright_ingest_failed_requests_total{code="UNAUTHENTICATED"} 1\n');
});

test('requests that wait to be durable stand in the metrics until they are', async () => {
  const written = Promise.withResolvers<IngestResult>();
  const { ingest, meter } = IngestMeter.around({
    budget: new ByteBudget(),
    bodies: {} as Ingest['bodies'],
    submit: () => written.promise,
    close: async () => {},
  });
  const request = { signal: 'traces', workspaceId: 'default', experimentId: '', runId: '', encoding: 'json' } as const;
  const lines = () => prometheusText(meter.metrics()).split('\n');

  const both = [3, 4].map((bytes) => ingest.submit({ ...request, body: new Uint8Array(bytes) }));
  expect(lines()).toContain('tracewright_ingest_queued_requests 2');
  expect(lines()).toContain('tracewright_ingest_queued_bytes 7');

  written.reject(new ApiError('TEMPORARILY_UNAVAILABLE', 'closing'));
  await Promise.allSettled(both);
  expect(lines()).toContain('tracewright_ingest_queued_requests 0');
  expect(lines()).toContain('tracewright_ingest_queued_bytes 0');
});

test('how far the index of texts is behind stands in the metrics', () => {
  const lines = prometheusText(textMetrics({ spans: 512, seconds: 1.5 })).split('\n');
  expect(lines).toContain('tracewright_text_index_lag_spans 512');
  expect(lines).toContain('tracewright_text_index_lag_seconds 1.5');
});

test('how many traces indexes lack stands in the metrics where a store has such indexes', () => {
  const stats = {
    ...{ traceCount: 9, spanCount: 9, chunkCount: 1, bytes: 4_096 },
    quality: { unended: 0, orphaned: 0, unpriced: 0, estimated: 0 },
  };
  const problems = { skewed: 0, truncated: 0, duplicated: 0, dropped: 0 };

  expect(prometheusText(storeMetrics({ ...stats, waitingTraces: 3 }, problems)).split('\n')).toContain(
    'tracewright_store_waiting_traces 3',
  );
  expect(prometheusText(storeMetrics(stats, problems))).not.toContain('waiting');
});

test('signs that would end a label are escaped', () => {
  const samples = [{ labels: { a: 'x"\\\n' }, value: 1 }];
  expect(prometheusText([{ name: 'm', type: 'gauge', help: 'h', samples }])).toContain('m{a="x\\"\\\\\\n"} 1');
});
