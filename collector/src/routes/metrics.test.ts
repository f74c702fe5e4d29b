import { expect, test } from 'vitest';
import { prometheusText } from '../metrics/prometheus-text.ts';
import { storeMetrics } from '../metrics/store-metrics.ts';
import { textMetrics } from '../metrics/text-metrics.ts';
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
