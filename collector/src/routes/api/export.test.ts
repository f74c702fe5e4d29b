import { expect, test } from 'vitest';
import { testApp } from '../../testing/test-app.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spans = [
  {
    traceId,
    spanId: 'b7ad6b7169203331',
    traceState: 'a=b',
    name: 'chat, "quoted"',
    kind: 3,
    startTimeUnixNano: '1767225600000000001',
    endTimeUnixNano: '1767225601000000002',
    attributes: [
      { key: 'text', value: { stringValue: '会話' } },
      { key: 'int', value: { intValue: '9007199254740993' } },
      { key: 'double', value: { doubleValue: 2 } },
      { key: 'odd', value: { doubleValue: 'NaN' } },
      { key: 'bool', value: { boolValue: false } },
      { key: 'bytes', value: { bytesValue: 'AQID' } },
      {
        key: 'list',
        value: {
          arrayValue: {
            values: [{ intValue: '1' }, { kvlistValue: { values: [{ key: 'k', value: { stringValue: '' } }] } }],
          },
        },
      },
    ],
    events: [{ timeUnixNano: '1767225600000000005', name: 'e', attributes: [{ key: 'x', value: { intValue: '-1' } }] }],
    links: [{ traceId, spanId: 'b7ad6b7169203339' }],
    status: { message: 'bad', code: 2 },
    flags: 257,
  },
  {
    traceId,
    spanId: 'b7ad6b7169203332',
    parentSpanId: 'b7ad6b7169203331',
    name: 'b',
    startTimeUnixNano: '1767225600000000002',
    endTimeUnixNano: '1767225600500000002',
  },
];
const request = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'web' } }] },
      scopeSpans: [{ scope: { name: 'lib', version: '1' }, spans }],
    },
  ],
};

async function filled(body: string) {
  const app = testApp();
  const res = await app.request('/v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(res.status).toBe(200);
  return app;
}

test('exported traces are what was sent, and the same again when they are sent back', async () => {
  const first = await (await filled(JSON.stringify(request))).request('/api/v1/export');
  expect(first.headers.get('content-disposition')).toContain('traces.jsonl');
  const line = await first.text();
  expect(line.split('\n')).toHaveLength(2);
  expect(JSON.parse(line)).toEqual(request);
  const again = await (await filled(line)).request('/api/v1/export');
  expect(await again.text()).toBe(line);
});

test('as CSV each span of a trace that matches is a line of its columns', async () => {
  const app = await filled(JSON.stringify(request));
  const lines = (await (await app.request('/api/v1/export?format=csv&filter=service%3Dweb')).text()).split('\r\n');
  expect(lines[0]?.startsWith('traceId,spanId,parentSpanId,name,kind,startNs,durationMs,status')).toBe(true);
  expect(lines[1]).toBe(
    `${traceId},b7ad6b7169203331,,"chat, ""quoted""",task,1767225600000000001,1000,error,,web,,,,,,false,false,,,,,,,,,500,,0,`,
  );
  expect(lines).toHaveLength(4);
  expect(
    (await (await app.request('/api/v1/export?format=csv&filter=service%3Dother')).text()).split('\r\n'),
  ).toHaveLength(2);
  expect((await app.request('/api/v1/export?format=pdf')).status).toBe(400);
});
