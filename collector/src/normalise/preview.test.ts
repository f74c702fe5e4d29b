import { expect, test } from 'vitest';
import { inputPreview, messagesPreview, previewOf } from './preview.ts';

function user(text: string): object {
  return { role: 'user', parts: [{ type: 'text', content: text }] };
}

test.each([
  ['the last user text', [user('first'), { role: 'assistant', parts: [] }, user('second')], 'second'],
  ['an escaped text', [user('say "hi"\n\tnow \\ ü')], 'say "hi" now \\ ü'],
  ['a long text', [user('a'.repeat(5_000))], 'a'.repeat(120)],
  ['a text of long escapes', [user('\u0001'.repeat(5_000))], '\u0001'.repeat(120)],
  ['parts in another order', [{ parts: [{ content: 'hi', type: 'text' }], role: 'user' }], 'hi'],
  [
    'OpenAI’s own form',
    [
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'hi' },
    ],
    'hi',
  ],
  ['content parts', [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }], 'hi'],
  ['no user at all', [{ role: 'system', parts: [{ type: 'text', content: 'be brief' }] }], 'be brief'],
])('the preview of messages is %s', (_name, messages, expected) => {
  expect(messagesPreview(JSON.stringify(messages))).toBe(expected);
});

test.each([
  ['a text', '"What is  new?"', 'What is new?'],
  ['a property that tells', '{"k":4,"question":"What is new?"}', 'What is new?'],
  ['the only property', '{"anything":"What is new?"}', 'What is new?'],
  ['LangChain messages', '{"messages":[{"kwargs":{"content":"What is new?"}}]}', 'What is new?'],
  ['an object that tells nothing', '{"a":1,"b":2}', '{"a":1,"b":2}'],
  ['no JSON', 'What is new?', 'What is new?'],
  ['nothing', '', ''],
])('the preview of an input that is %s', (_name, json, expected) => {
  expect(inputPreview(json)).toBe(expected);
});

test('a preview does not end in half a character', () => {
  expect(previewOf(`${'a'.repeat(119)}🙂🙂`)).toBe('a'.repeat(119));
});

test('nested a thousandfold, an input is still previewed', () => {
  const json = `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`;

  expect(inputPreview(json)).toBe(json.slice(0, 120));
});
