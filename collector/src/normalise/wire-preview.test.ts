import { expect, test } from 'vitest';
import { encodeJsonTraceRequest } from '../otlp/encode-json-trace-request.ts';
import { readTraceRequest } from '../otlp/read-trace-request.ts';
import { attributes, jsonBody, sampleRequest, sampleSpan } from '../otlp/testing/sample-request.ts';
import { inputPreview, messagesPreview } from './preview.ts';
import { wireInputPreview, wireMessagesPreview } from './wire-preview.ts';

/** A text as it stands on the wire, between other attributes. */
function onWire(text: string) {
  const span = sampleSpan({ attributes: attributes({ before: '"x', text, behind: 'x"' }) });
  const body = encodeJsonTraceRequest(jsonBody(sampleRequest([span])));
  return readTraceRequest(body).resourceSpans[0]!.scopeSpans[0]!.spans[0]!.attributes.wireText('text')!;
}

test.each([
  '"What is new?"',
  '{"question":"What is new?","k":4}',
  `{"messages":"${'word '.repeat(100)}"}`,
  `"${'a'.repeat(120)} and more"`,
])('the words of the input %j are read without the rest', (json) => {
  expect(wireInputPreview(onWire(json))).toBe(inputPreview(json));
});

test.each([
  '{"k":4,"question":"What is new?"}',
  '{"secret":"What is new?"}',
  '{"question":""}',
  '{"question":4}',
  '{"question":"cut',
  '"two  spaces"',
  '" at the beginning"',
  '"at the end "',
  '"a \\"quote\\""',
  '"ü"',
  '["a"]',
  '"',
  '{',
  '',
])('the input %j is left to those who look closer', (json) => {
  expect(wireInputPreview(onWire(json))).toBeUndefined();
});

test('the last words of a user are read without the rest of the messages', () => {
  const said = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] });
  const json = JSON.stringify([said('user', 'first'), said('assistant', 'yes?'), said('user', 'second')]);

  expect(wireMessagesPreview(onWire(json))).toBe('second');
  expect(messagesPreview(json)).toBe('second');
});

test.each(['[{"role":"system","parts":[{"type":"text","content":"be brief"}]}]', 'no JSON', ''])(
  'the messages %j are left to those who look closer',
  (json) => {
    expect(wireMessagesPreview(onWire(json))).toBeUndefined();
  },
);
