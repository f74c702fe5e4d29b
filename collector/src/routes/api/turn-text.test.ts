import type { SpanContent } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { answeredText, askedText } from './turn-text.ts';

const NOTHING: SpanContent = {
  system: [],
  inputMessages: [],
  outputMessages: [],
  tools: [],
  documents: [],
  truncated: [],
};
const text = (content: string) => ({ type: 'text', content }) as const;

test('the last words of the user are what was asked, whatever tools said after them', () => {
  const inputMessages = [
    { role: 'user', parts: [text('Hello')] },
    { role: 'assistant', parts: [text('Hi!')] },
    { role: 'user', parts: [text('Where is'), text('my parcel?')] },
    { role: 'tool', parts: [{ type: 'tool_call_response', response: 'late' }] },
  ] as const;

  expect(askedText({ ...NOTHING, inputMessages })).toBe('Where is\nmy parcel?');
});

test('an answer of tool calls alone says nothing', () => {
  const outputMessages = [{ role: 'assistant', parts: [{ type: 'tool_call', name: 'search' }] }] as const;

  expect(answeredText({ ...NOTHING, outputMessages })).toBeUndefined();
});

test.each([
  ['plain', 'plain'],
  [{ question: 'why?' }, 'why?'],
  [{ input: { messages: [{ content: 'first' }, { content: 'last' }] } }, 'last'],
  [{ rows: 3 }, undefined],
  [null, undefined],
  ['  ', undefined],
])('of the input %j, %j was asked', (input, asked) => {
  expect(askedText({ ...NOTHING, input })).toBe(asked);
});

test('an output under a known key is what was answered', () => {
  expect(answeredText({ ...NOTHING, output: { sources: ['a'], answer: 'Tomorrow.' } })).toBe('Tomorrow.');
});
