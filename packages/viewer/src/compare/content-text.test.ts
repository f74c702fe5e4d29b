import type { SpanContent } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { contentText } from './content-text.ts';

const NOTHING: SpanContent = {
  system: [],
  inputMessages: [],
  outputMessages: [],
  tools: [],
  documents: [],
  truncated: [],
};

test('a conversation is written message by message, calls with their arguments', () => {
  const content: SpanContent = {
    ...NOTHING,
    system: [{ role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] }],
    inputMessages: [{ role: 'user', parts: [{ type: 'text', content: 'Late?' }] }],
    outputMessages: [{ role: 'assistant', parts: [{ type: 'tool_call', name: 'search', arguments: { id: 4 } }] }],
  };

  expect(contentText(content)).toEqual({
    input: 'system:\nBe brief.\n\nuser:\nLate?',
    output: 'assistant:\ncall of search\n{\n  "id": 4\n}',
  });
});

test('other values are written as JSON, texts as they are, and nothing as nothing', () => {
  expect(contentText({ ...NOTHING, input: { a: [1] }, output: 'done' })).toEqual({
    input: '{\n  "a": [\n    1\n  ]\n}',
    output: 'done',
  });
  expect(contentText(undefined)).toEqual({ input: '', output: '' });
});
