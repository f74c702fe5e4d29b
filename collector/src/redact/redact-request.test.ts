import { expect, test } from 'vitest';
import { encodeJsonLogRequest } from '../otlp/encode-json-log-request.ts';
import { encodeJsonTraceRequest } from '../otlp/encode-json-trace-request.ts';
import { readLogRequest } from '../otlp/read-log-request.ts';
import { decodeSpan } from '../otlp/read-span.ts';
import { readTraceRequest } from '../otlp/read-trace-request.ts';
import { attribute, jsonBody, SPAN_ID, sampleRequest, sampleSpan, TRACE_ID } from '../otlp/testing/sample-request.ts';
import { WireWriter } from '../otlp/wire-writer.ts';
import { redactRequest } from './redact-request.ts';
import { redactorOf } from './redactor.test.support.ts';

const EMAIL = { name: 'EMAIL', kind: 'preset', value: 'email' } as const;

function encoded(...spans: readonly object[]): Uint8Array {
  return encodeJsonTraceRequest(jsonBody(sampleRequest(spans, { owner: 'root@x.org' })));
}

test('what is hidden is hidden everywhere in a span, and the span says how often', () => {
  const kvlist = { kvlistValue: { values: [attribute('to', 'a@x.org'), attribute('b@x.org', ['c@x.org', 'd'])] } };
  const body = encoded(
    sampleSpan({
      name: 'mail a@x.org',
      attributes: [attribute('prompt', 'to a@x.org'), { key: 'mail', value: kvlist }, attribute('n', 3)],
      events: [{ name: 'asked a@x.org', attributes: [attribute('body', '["a@x.org"]')] }],
      links: [{ traceId: TRACE_ID, spanId: SPAN_ID, attributes: [attribute('l', 'a@x.org')] }],
      status: { code: 2, message: 'no such mailbox: a@x.org' },
    }),
    sampleSpan({ spanId: '00000000000000ff', attributes: [attribute('prompt', 'nothing')] }),
  );
  const [group] = readTraceRequest(redactRequest(body, 'traces', redactorOf(EMAIL))).resourceSpans;
  expect(group!.resource.attributes.get('owner')).toBe('[EMAIL]');
  const [span, other] = group!.scopeSpans[0]!.spans;
  expect(span).toMatchObject({ name: 'mail [EMAIL]', statusCode: 2, statusMessage: 'no such mailbox: [EMAIL]' });
  expect(['prompt', 'mail', 'n', 'tracewright.redacted'].map((key) => span!.attributes.get(key))).toEqual([
    ...['to [EMAIL]', { to: '[EMAIL]', 'b@x.org': ['[EMAIL]', 'd'] }, 3, 8],
  ]);
  expect(span!.events[0]!.name).toBe('asked [EMAIL]');
  expect([span!.events[0]!.attributes.get('body'), span!.links[0]!.attributes.get('l')]).toEqual([
    '["[EMAIL]"]',
    '[EMAIL]',
  ]);
  expect([...other!.attributes.keys]).toEqual(['prompt']);
});

test('bytes in which nothing is hidden are the very same, and others change nowhere else', () => {
  const harmless = encoded(sampleSpan({ attributes: [attribute('a', 'x'.repeat(300))] }));
  const redactor = redactorOf({ ...EMAIL, keys: ['a', 'b'] });
  expect(redactRequest(harmless, 'traces', redactor)).toBe(harmless);
  const writer = new WireWriter();
  // A field that OTLP does not have, behind and before those that it has.
  writer.text(8_002, 'unknown');
  const at = writer.begin(10);
  const span = writer.begin(18);
  const inner = writer.begin(18);
  writer.text(8_002, 'a@x.org');
  const attributeAt = writer.begin(74);
  writer.text(10, 'a');
  const valueAt = writer.begin(18);
  writer.text(10, 'a@x.org');
  writer.end(valueAt);
  writer.end(attributeAt);
  writer.end(inner);
  writer.end(span);
  writer.end(at);
  const changed = Buffer.from(redactRequest(writer.finish(), 'traces', redactor)).toString('latin1');
  expect(changed.match(/unknown|a@x\.org|\[EMAIL\]|tracewright\.redacted/g)).toEqual([
    ...['unknown', 'a@x.org', '[EMAIL]', 'tracewright.redacted'],
  ]);
});

test('a value that is sent twice is hidden twice, whichever of them a reader takes', () => {
  const writer = new WireWriter();
  const attributeAt = writer.begin(74);
  for (const mail of ['first@x.org', 'last@x.org']) {
    const valueAt = writer.begin(18);
    writer.text(10, mail);
    writer.end(valueAt);
  }
  writer.text(10, 'to');
  writer.end(attributeAt);
  const changed = redactRequest(writer.finish(), 'span', redactorOf(EMAIL));
  expect(Buffer.from(changed).toString()).not.toContain('x.org');
  expect(decodeSpan(changed).attributes.get('to')).toBe('[EMAIL]');
});

test('attributes are masked, hashed or dropped as a whole, whatever they are', () => {
  const attributes = [attribute('keep', 1), attribute('user.name', ['a', 'b']), attribute('user.age', 41)];
  const body = encoded(sampleSpan({ attributes }));
  const spanOf = (action: 'mask' | 'hash' | 'drop') => {
    const redactor = redactorOf({ name: 'USER', kind: 'attribute', value: 'user.*', action });
    return readTraceRequest(redactRequest(body, 'traces', redactor)).resourceSpans[0]!.scopeSpans[0]!.spans[0]!;
  };
  expect([...spanOf('drop').attributes.keys]).toEqual(['keep', 'tracewright.redacted']);
  expect(spanOf('drop').attributes.get('tracewright.redacted')).toBe(2);
  const masked = spanOf('mask').attributes;
  expect(['keep', 'user.name', 'user.age'].map((key) => masked.get(key))).toEqual([1, '[USER]', '[USER]']);
  expect(spanOf('hash').attributes.get('user.name')).toMatch(/^\[USER:[0-9a-f]{12}\]$/);
});

test('a path leads into structured values as it does into JSON', () => {
  const tool = {
    kvlistValue: { values: [{ key: 'args', value: { kvlistValue: { values: [attribute('ssn', '1-2')] } } }] },
  };
  const body = encoded(sampleSpan({ attributes: [{ key: 'tool', value: tool }] }));
  const redactor = redactorOf({ name: 'SSN', kind: 'jsonPath', value: '$.args.ssn' });
  const [span] = readTraceRequest(redactRequest(body, 'traces', redactor)).resourceSpans[0]!.scopeSpans[0]!.spans;
  expect(span!.attributes.get('tool')).toEqual({ args: { ssn: '[SSN]' } });
});

test('events that come as log records are gone through, their bodies too', () => {
  const record = {
    ...{
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      eventName: 'gen_ai.user.message',
      attributes: [attribute('a', 'a@x.org')],
    },
    body: { kvlistValue: { values: [attribute('content', 'write to a@x.org')] } },
  };
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
  const changed = redactRequest(encodeJsonLogRequest(jsonBody(logs)), 'logs', redactorOf(EMAIL));
  const [late] = readLogRequest(changed, 'protobuf').events;
  const text = Buffer.from(late!.event).toString('latin1');
  expect(text).not.toContain('x.org');
  expect(text).toContain('tracewright.redacted');
});

test('a body that is cut short is refused as it is without rules', () => {
  const body = encoded(sampleSpan({ attributes: [attribute('a', 'a@x.org')] }));
  for (const length of [1, 20, body.byteLength - 1]) {
    expect(() => redactRequest(body.subarray(0, length), 'traces', redactorOf(EMAIL))).toThrow(
      expect.objectContaining({ code: 'MALFORMED_REQUEST' }),
    );
  }
});
