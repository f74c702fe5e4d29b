import type { SpanDetail } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { asCurl } from './as-curl.ts';
import { asOtlp } from './as-otlp.ts';
import { openaiRequest } from './openai-request.ts';

const DETAIL: SpanDetail = {
  ...{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: null, name: 'chat m', kind: 'llm', otelKind: 3 },
  ...{ startNs: '1790000000000000000', durationMs: 1.5, status: 'error', statusMessage: 'no', ttftMs: null },
  ...{ provider: 'openai', model: 'm-2026', usage: {}, isUsageEstimated: false, cost: null, links: [] },
  content: {
    system: [{ role: 'system', parts: [{ type: 'text', content: "Don't guess." }] }],
    inputMessages: [
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'What is this?' },
          { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' },
        ],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', id: 'c1', name: 'look', arguments: { at: 1 } },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: { is: 'a lamp' } }] },
    ],
    outputMessages: [],
    tools: [{ type: 'function', name: 'look', parameters: { type: 'object' } }],
    documents: [],
    truncated: [],
  },
  attributes: { 'gen_ai.request.model': 'm', 'gen_ai.request.temperature': 0.5, tags: ['x'], 'server.port': 443 },
  events: [{ name: 'e', timeNs: '1790000000000000001', attributes: { deep: { n: 1 } } }],
  resource: { 'service.name': 'app' },
  scope: { name: 's', version: '1' },
};

test('a call becomes a request with its messages, tools and parameters', () => {
  expect(openaiRequest(DETAIL)).toEqual({
    model: 'm',
    messages: [
      { role: 'system', content: "Don't guess." },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":1}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '{"is":"a lamp"}' },
    ],
    tools: [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }],
    temperature: 0.5,
  });
});

test('a command quotes what a shell would read, and names the key rather than holding one', () => {
  const command = asCurl(DETAIL);

  expect(command).toContain(`Don'\\''t guess.`);
  expect(command).toContain("curl 'https://api.openai.com/v1/chat/completions'");
  expect(command).toContain('$OPENAI_API_KEY');
});

test('a command goes where the call went, unless that is no name of a host', () => {
  const to = (address: string, port: number) =>
    asCurl({ ...DETAIL, attributes: { 'server.address': address, 'server.port': port } }).split(' ')[1];

  expect(to('127.0.0.1', 8080)).toBe("'http://127.0.0.1:8080/v1/chat/completions'");
  expect(to('models.example.com', 443)).toBe("'https://models.example.com/v1/chat/completions'");
  expect(to(`x'; rm -rf /`, 1)).toBe("'https://api.openai.com/v1/chat/completions'");
});

test('a span is written as OTLP, times and nested values included', () => {
  expect(asOtlp(DETAIL)).toMatchObject({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'app' } }] },
        scopeSpans: [
          {
            scope: { name: 's', version: '1' },
            spans: [
              {
                spanId: 'b'.repeat(16),
                endTimeUnixNano: '1790000000001500000',
                status: { code: 2, message: 'no' },
                attributes: [
                  { key: 'gen_ai.request.model', value: { stringValue: 'm' } },
                  { key: 'gen_ai.request.temperature', value: { doubleValue: 0.5 } },
                  { key: 'tags', value: { arrayValue: { values: [{ stringValue: 'x' }] } } },
                  { key: 'server.port', value: { intValue: '443' } },
                ],
                events: [
                  {
                    attributes: [
                      { key: 'deep', value: { kvlistValue: { values: [{ key: 'n', value: { intValue: '1' } }] } } },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
});
