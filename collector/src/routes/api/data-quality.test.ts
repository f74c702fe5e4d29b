import type { DataQuality } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { testApp } from '../../testing/test-app.ts';

const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

test('what is missing or odd is told with its count and how to find it', async () => {
  const app = testApp();
  const span = {
    ...ids,
    parentSpanId: '00f067aa0ba902b7',
    name: 'a',
    startTimeUnixNano: '1000',
    endTimeUnixNano: '2000',
  };
  const cut = {
    key: 'tracewright.truncated',
    value: { arrayValue: { values: [{ stringValue: 'gen_ai.input.messages' }] } },
  };
  const dropped = { key: 'tracewright.dropped_spans', value: { intValue: '12' } };
  const body = {
    resourceSpans: [
      { resource: { attributes: [dropped] }, scopeSpans: [{ spans: [{ ...span, attributes: [cut] }, span] }] },
    ],
  };
  await app.request('/v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  const res = await app.request('/api/v1/data-quality');
  const { problems, ...counts } = (await res.json()) as DataQuality;
  expect(counts).toEqual({ traceCount: 1, spanCount: 1 });
  expect(problems.map(({ problem, of, count }) => `${count} ${of} ${problem}`)).toEqual([
    '0 traces unended',
    '1 traces orphaned',
    '0 traces unpriced',
    '0 traces estimated',
    '0 spans skewed',
    '1 spans truncated',
    '1 spans duplicated',
    '12 spans dropped',
  ]);
  for (const { filter, count, problem } of problems) {
    if (filter === null) continue;
    const found = await app.request(`/api/v1/traces?filter=${encodeURIComponent(filter)}`);
    expect([problem, await found.json()]).toMatchObject([problem, { total: count }]);
  }
});
