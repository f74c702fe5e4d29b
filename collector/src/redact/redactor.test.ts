import type { RedactionRuleBody } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { redactorOf, timedRedactorOf } from './redactor.test.support.ts';

/** What a text becomes; itself where nothing is hidden. */
function redacted(text: string, ...rules: readonly Partial<RedactionRuleBody>[]): string {
  const redactor = redactorOf(...rules);
  const of = redactor.rulesOf('k');
  return (of && redactor.text(of, text)) ?? text;
}

const EMAIL = { name: 'EMAIL', kind: 'preset', value: 'email' } as const;
const NAME = { name: 'NAME', value: '(?i)anna' } as const;

test('what a pattern finds is masked, hashed or dropped', () => {
  expect(redacted('Anna and ANNA', NAME)).toBe('[NAME] and [NAME]');
  expect(redacted('say Anna!', { ...NAME, action: 'drop' })).toBe('say !');
  const hashed = redacted('Anna, Anna, ANNA', { ...NAME, action: 'hash' });
  const [first, second, third] = hashed.split(', ');
  expect(first).toMatch(/^\[NAME:[0-9a-f]{12}\]$/);
  expect([second === first, third === first]).toEqual([true, false]);
});

test('rules are applied one after the other, each to what the one before has left', () => {
  const rules = [EMAIL, { name: 'HOST', value: 'example' }];
  expect(redacted('anna@example.com at example', ...rules)).toBe('[EMAIL] at [HOST]');
});

test('in JSON texts are gone through as what they say, and all others stay as they are to the space', () => {
  const text =
    '{ "n": 1.50,  "big": 12345678901234567890, "a": ["mail\\nanna@x.org", "\\u0061nna@x.org", {"é": null}] }';
  expect(redacted(text, EMAIL)).toBe(
    '{ "n": 1.50,  "big": 12345678901234567890, "a": ["mail\\n[EMAIL]", "[EMAIL]", {"é": null}] }',
  );
});

test('JSON within a text of JSON is gone through as well, and is JSON afterwards', () => {
  const inner = JSON.stringify({ to: 'anna@x.org', cc: ['"quoted"\n'] });
  const text = JSON.stringify([{ function: { arguments: inner } }]);
  const [{ function: call }] = JSON.parse(redacted(text, EMAIL));
  expect(JSON.parse(call.arguments)).toEqual({ to: '[EMAIL]', cc: ['"quoted"\n'] });
});

test('a key and a number are hidden as well, the number as a text', () => {
  const text = '{"anna@x.org":4111111111111111,"n":4111111111111112}';
  expect(redacted(text, EMAIL, { name: 'CARD', kind: 'preset', value: 'card' })).toBe(
    '{"[EMAIL]":"[CARD]","n":4111111111111112}',
  );
});

test.each([
  '[{"content":"write to anna@x.org and',
  '{"a": anna@x.org, "b"',
  '{{{]]"anna@x.org"',
  '["\\ud800 anna@x.org"',
])('JSON that is cut off or wrong hides no less: %s', (text) => {
  expect(redacted(text, EMAIL)).not.toContain('anna');
});

test.each([
  "{'content': 'write to anna@x.org'}",
  '{Note: anna@x.org}',
  '[anna] project  falcon',
  '{"a": 1}\nproject falcon of anna@x.org',
])('what only begins as JSON does hides no less: %s', (text) => {
  const rules = [EMAIL, NAME, { name: 'PROJECT', value: 'project\\s+falcon' }];
  expect(redacted(text, ...rules)).not.toMatch(/anna|falcon/);
});

test.each(['"to anna\\u0040x.org"', '["to anna\\u0040x.org\n"]', '{"a":"to anna\\u0040x.org \\u00'])(
  'escapes hide nothing, whatever is wrong with the text that they stand in: %s',
  (text) => {
    expect(redacted(text, EMAIL)).toContain('to [EMAIL]');
  },
);

test('a path finds fields and elements, below others too, and in JSON within JSON', () => {
  const messages = JSON.stringify([
    { role: 'user', parts: [{ content: 'one' }, { content: 'two' }], to: { name: 'Anna', tags: [1, 2] } },
    { role: 'tool', arguments: JSON.stringify({ name: 'Bob' }) },
  ]);
  const path = (value: string, action: 'mask' | 'drop' = 'mask') =>
    JSON.parse(redacted(messages, { name: 'P', kind: 'jsonPath', value, action }));
  expect(path('$[0].parts[*].content')[0].parts).toEqual([{ content: '[P]' }, { content: '[P]' }]);
  expect(path('$[*].to', 'drop')[0].to).toBeNull();
  expect(path("$..['tags'][1]")[0].to).toEqual({ name: 'Anna', tags: [1, '[P]'] });
  const names = path('$..name');
  expect([names[0].to.name, JSON.parse(names[1].arguments)]).toEqual(['[P]', { name: '[P]' }]);
  expect(path('$')).toBe('[P]');
  expect(path('$[7]')).toEqual(JSON.parse(messages));
});

test('a rule looks only into the attributes that it names, and never into our own', () => {
  const redactor = redactorOf({ ...NAME, keys: ['gen_ai.*.messages', 'user'] });
  const keys = ['gen_ai.input.messages', 'user', 'users', 'gen_ai.messages', 'tracewright.cost.source'];
  expect(keys.map((key) => redactor.rulesOf(key) !== undefined)).toEqual([true, true, false, false, false]);
  const all = redactorOf(NAME);
  expect(
    ['tracewright.parent_span_id', 'tracewright.input', 'tracewright.metadata.a'].map((key) => !!all.rulesOf(key)),
  ).toEqual([false, true, true]);
});

test('of a text with too many matches nothing is left to be seen', () => {
  expect(redacted('ab'.repeat(20_000), { name: 'A', value: 'a' })).toBe('[A]');
});

test('no text makes a pattern run away', () => {
  // An engine that tries all ways would not come back at all.
  const text = `${'a'.repeat(20_000)}!`;
  expect(redacted(text, { name: 'A', value: '(a+)+$|(a|a)*b' })).toBe(text);
});

test.each([
  { kind: 'pattern', value: '(' },
  { kind: 'pattern', value: 'a*' },
  { kind: 'pattern', value: '' },
  { kind: 'pattern', value: '(?=a)b' },
  { kind: 'pattern', value: '(\\d)\\1' },
  { kind: 'pattern', value: `(${'[a-z]{1,100}'.repeat(70)}){10}` },
  { kind: 'preset', value: 'toString' },
  { kind: 'jsonPath', value: 'messages' },
  { kind: 'jsonPath', value: '$.a[' },
  { kind: 'attribute', value: 'a*b*c*d*e' },
  { name: '[x]' },
  { name: '' },
] as const)('no rule is %#', (rule) => {
  expect(() => redactorOf(rule)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE' }));
});

test('patterns have so much time for a request, more for a larger one, and hide what is left of it whole', () => {
  let nowMs = 0;
  // Looked at before and behind each search: each takes 300 ms.
  const redactor = timedRedactorOf(() => (nowMs += 300), NAME, { ...EMAIL, keys: ['mail'] });
  const of = redactor.rulesOf('k')!;
  const hidden = (sizeBytes: number) =>
    redactor.within(sizeBytes, () => Array.from({ length: 12 }, () => redactor.text(of, 'no names') ?? 'no names'));
  expect(hidden(1_024)).toEqual([...Array(7).fill('no names'), ...Array(5).fill('[NAME]')]);
  expect(hidden(8 * 1_024 * 1_024)).toEqual(Array(12).fill('no names'));
  const presets = redactor.rulesOf('mail')!;
  const all = redactor.within(0, () => Array.from({ length: 12 }, () => redactor.text(presets, 'to a@x.org, Anna')));
  expect([all[0], all.at(-1)]).toEqual(['to [EMAIL], [NAME]', '[NAME]']);
});
