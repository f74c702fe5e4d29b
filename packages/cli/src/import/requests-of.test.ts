import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { linesOf } from './lines-of.ts';
import { requestsOf } from './requests-of.ts';

const scopeSpans = [
  { scope: { name: 'a' }, spans: [{ name: '1' }, { name: '2' }, { name: '3' }] },
  { scope: { name: 'b' }, spans: [{ name: '4' }] },
];
const line = JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans }] });

test('a line is one request as it is', () => {
  expect(requestsOf(line)).toEqual([{ body: line, spans: 4 }]);
});

test('a line that is too large for a request is sent in parts, with the resource and scope of each span', () => {
  const roomForThree = JSON.stringify({
    resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [scopeSpans[0]] }],
  });
  const parts = requestsOf(line, roomForThree.length) ?? [];
  expect(parts.map(({ spans }) => spans)).toEqual([3, 1]);
  const [first, second] = parts.map(({ body }) => JSON.parse(body));
  expect(first.resourceSpans).toEqual([{ resource: { attributes: [] }, scopeSpans: [scopeSpans[0]] }]);
  expect(second.resourceSpans).toEqual([{ resource: { attributes: [] }, scopeSpans: [scopeSpans[1]] }]);
});

test.each(['', '7', 'null', '[]', '{}', '{"resourceSpans":{}}', '{"resourceSpans":[null]}', '{"resourceSpans":['])(
  '%s is no request',
  (text) => {
    expect(requestsOf(text)).toBeUndefined();
  },
);

const two = (tracewright: unknown): string =>
  JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ spans: [{ spanId: '01' }, { spanId: '02' }] }, { spans: [{ spanId: '03' }] }] }],
    tracewright,
  });

test('spans of a line go where it says, in one request where they belong to one run', () => {
  const line = two({ experiment: 'bot', runs: [{ id: 'r1' }] });
  expect(requestsOf(line)).toEqual([{ body: two(undefined), spans: 3, experiment: 'bot', runId: 'r1' }]);
});

test('whatever a header can have named a run is sent as it was', () => {
  for (const id of ['läufe', 'a\tb', 'é']) {
    expect(requestsOf(two({ runs: [{ id }] }))).toMatchObject([{ runId: new Headers({ run: id }).get('run') }]);
  }
  for (const id of ['', ' a', 'a\u00a0', '\ta', 'a\0', '運'])
    expect(requestsOf(two({ runs: [{ id }] }))).toBeUndefined();
});

test('spans of several runs are sent in a request each, and those of none without a run', () => {
  const line = two({
    runs: [
      { id: 'r1', spanIds: ['03'] },
      { id: 'r2', spanIds: ['01', 'none'] },
    ],
  });
  const requests = requestsOf(line)?.map(({ body, ...rest }) => ({ ...rest, ids: body.match(/0\d/g) }));
  expect(requests).toEqual([
    { spans: 1, ids: ['02'] },
    { spans: 1, runId: 'r1', ids: ['03'] },
    { spans: 1, runId: 'r2', ids: ['01'] },
  ]);
});

test.each([
  ...[7, null, [], { experiment: 7 }, { experiment: '' }, { runs: {} }, { runs: [null] }, { runs: [{}] }],
  ...[{ runs: [{ id: 'a\nb' }] }, { runs: [{ id: 'a', spanIds: [1] }] }, { runs: [{ id: 'a' }, { id: 'b' }] }],
])('spans are not sent elsewhere than a line may have meant: %j', (route) => {
  expect(requestsOf(two(route))).toBeUndefined();
});

test('lines are found wherever the bytes are cut, within a letter too', async () => {
  const bytes = Buffer.from('é\nlong line\n\nlast');
  for (let size = 1; size <= bytes.length; size++) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    const lines: string[] = [];
    for await (const each of linesOf(Readable.from(chunks))) lines.push(each);
    expect(lines).toEqual(['é', 'long line', '', 'last']);
  }
});

test('spans that are larger than the others come in requests that are small enough', () => {
  const spans = Array.from({ length: 100 }, (_, index) => ({ name: 'x'.repeat(index < 4 ? 1_000 : 1) }));

  const requests = requestsOf(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }), 1_200) ?? [];

  for (const { body } of requests) expect(body.length).toBeLessThanOrEqual(1_200);
  expect(requests.reduce((sum, request) => sum + request.spans, 0)).toBe(100);
});
