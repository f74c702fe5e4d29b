import type { Message, OutputMessage, SpanContent, SpanDetail } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { conversationTurns } from './conversation-turns.ts';

const say = (role: string, content: string): Message => ({ role, parts: [{ type: 'text', content }] });
const call = (id: string, args: unknown): Message => ({
  role: 'assistant',
  parts: [{ type: 'tool_call', id, name: 'search', arguments: args }],
});
const result = (id: string, response: unknown): Message => ({
  role: 'tool',
  parts: [{ type: 'tool_call_response', id, response }],
});
const detail = (content: Partial<SpanContent>): SpanDetail =>
  ({
    content: { system: [], inputMessages: [], outputMessages: [], tools: [], documents: [], truncated: [], ...content },
  }) as unknown as SpanDetail;

/** What is said, one line each: the role for messages, an arrow for answers. */
function read(calls: readonly SpanDetail[]): readonly string[] {
  const textOf = ({ parts }: Message) =>
    parts.map((part) => ('content' in part ? part.content : 'name' in part ? part.name : part.type)).join(' ');
  return conversationTurns(calls).turns.map((turn) =>
    turn.type === 'message'
      ? `${turn.message.role}: ${textOf(turn.message)}`
      : `→ ${turn.messages.map(textOf).join(' | ')}`,
  );
}

test('what was said before is not said again', () => {
  const system = [say('system', 'Be brief.')];
  const first = [say('user', 'Hello'), say('assistant', 'Hi!')];
  expect(
    read([
      detail({ system, inputMessages: first.slice(0, 1), outputMessages: [say('assistant', 'Hi!')] }),
      detail({ system, inputMessages: [...first, say('user', 'Bye')], outputMessages: [say('assistant', 'See you')] }),
    ]),
  ).toEqual(['system: Be brief.', 'user: Hello', '→ Hi!', 'user: Bye', '→ See you']);
});

test('who says the same twice is heard twice', () => {
  const history = [say('user', 'yes'), say('assistant', 'Sure?'), say('user', 'yes')];
  expect(
    read([
      detail({ inputMessages: history.slice(0, 1), outputMessages: [say('assistant', 'Sure?')] }),
      detail({ inputMessages: history, outputMessages: [say('assistant', 'Sure?')] }),
      detail({ inputMessages: [...history, say('assistant', 'Sure?')], outputMessages: [say('assistant', 'Done')] }),
    ]),
  ).toEqual(['user: yes', '→ Sure?', 'user: yes', '→ Sure?', '→ Done']);
});

test('a tool’s result stands with its call, whose arguments may be written in another way', () => {
  const output: OutputMessage = {
    role: 'assistant',
    parts: [{ type: 'reasoning', content: 'hm' }, ...call('c1', '{"b":1,"a":2}').parts],
    finish_reason: 'tool_call',
  };
  const calls = [
    detail({ inputMessages: [say('user', 'Late?')], outputMessages: [output] }),
    detail({
      inputMessages: [say('user', 'Late?'), call('c1', { a: 2, b: 1 }), result('c1', 'two'), result('c9', 'lost')],
      outputMessages: [say('assistant', 'Two.')],
    }),
  ];

  expect(read(calls)).toEqual(['user: Late?', '→ hm search', 'tool: tool_call_response', '→ Two.']);
  expect([...conversationTurns(calls).results]).toEqual([['c1', 'two']]);
});

test('calls without an id are the same by what they ask for', () => {
  const bare = (args: unknown): Message => ({
    role: 'assistant',
    parts: [{ type: 'tool_call', name: 'search', arguments: args }],
  });
  const ask = say('user', 'Go');
  const calls = [
    detail({ inputMessages: [ask], outputMessages: [bare('{"page": 1}')] }),
    detail({ inputMessages: [ask, bare({ page: 1 })], outputMessages: [bare({ page: 2 })] }),
  ];
  expect(read(calls)).toEqual(['user: Go', '→ search', '→ search']);
});

test('an answer says how much of what it was sent was new', () => {
  const { turns } = conversationTurns([
    detail({ inputMessages: [say('user', 'a')], outputMessages: [say('assistant', 'b')] }),
    detail({ inputMessages: [say('user', 'a'), say('assistant', 'b'), say('user', 'c')] }),
  ]);
  expect(turns.at(-1)).toMatchObject({ type: 'answer', messages: [], sentCount: 3, repeatedCount: 2 });
});
