import { expect, test } from 'vitest';
import { compileRule } from './compile-rule.ts';

function lookingInto(key: string): (key: string) => boolean {
  return compileRule({ name: 'R', kind: 'attribute', value: key, action: 'drop' }, '').appliesTo;
}

test.each([
  ['user.email', 'user.email', true],
  ['user.email', 'user.email.2', false],
  ['user.*', 'user.', true],
  ['user.*', 'a.user.b', false],
  ['*.email', 'a\n.email', true],
  ['*.email', 'a.email.b', false],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'ac', false],
  ['*user*mail*', 'the user has e-mails', true],
  ['*user*mail*', 'mail of a user', false],
  ['aba*aba', 'aba', false],
  ['a*bc*c', 'abc', false],
  ['**', '', true],
  ['[x].*', '[x].y', true],
])('%j looks into %j: %j', (value, key, isWithin) => {
  expect(lookingInto(value)(key)).toBe(isWithin);
});

test('a key that somebody has made for it takes no longer than others', () => {
  const beganMs = performance.now();
  expect(lookingInto('*a*a*b')('a'.repeat(20_000))).toBe(false);
  expect(performance.now() - beganMs).toBeLessThan(1_000);
});
