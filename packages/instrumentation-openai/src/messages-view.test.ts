import type { Message, OutputMessage } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MESSAGES_VIEW } from './messages-view.ts';

const text = (content: string): Message['parts'][number] => ({ type: 'text', content });

test.each<readonly [string, readonly (Message | OutputMessage)[]]>([
  ['none', []],
  [
    'a prompt',
    [
      { role: 'system', parts: [text('Be brief.')] },
      { role: 'user', parts: [text('Why?')] },
    ],
  ],
  ['several parts and a name', [{ role: 'user', parts: [text('a'), text('b')], name: 'ada' }]],
  ['no part at all', [{ role: 'assistant', parts: [], finish_reason: 'length' }]],
  [
    'quotes, lines and half a character',
    [{ role: 'ro"le', parts: [text('"\\\n\u2028\ud83d')], finish_reason: 'st"op' }],
  ],
])('messages of texts are written as JSON.stringify writes them: %s', (_, messages) => {
  expect(MESSAGES_VIEW.json?.(messages, 1_000)).toBe(JSON.stringify(messages));
});

test('messages that hold anything else are looked at one by one', () => {
  const call = { type: 'tool_call', name: 'search', arguments: {} } as const;
  expect(MESSAGES_VIEW.json?.([{ role: 'assistant', parts: [text('a'), call] }], 1_000)).toBeUndefined();
});

test('messages that are longer than they may be are cut by others', () => {
  const long = 'x'.repeat(1_000);
  expect(MESSAGES_VIEW.json?.([{ role: 'user', parts: [text(long)] }], 1_000)).toBeUndefined();
  expect(MESSAGES_VIEW.json?.([{ role: long, parts: [] }], 1_000)).toBeUndefined();
  expect(MESSAGES_VIEW.json?.([{ role: 'user', parts: [], finish_reason: long } as Message], 1_000)).toBeUndefined();
});
