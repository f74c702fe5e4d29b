import { expect, test } from 'vitest';
import { conditionsOf, hasCondition, withCondition, withoutCondition } from './condition.ts';

test.each([
  ['', []],
  ['status = ok', ['status = ok']],
  ["name = 'a AND b' and tokens > 5", ["name = 'a AND b'", 'tokens > 5']],
  ['has(kind = llm AND model = x) AND refund', ['has(kind = llm AND model = x)', 'refund']],
  ['a = 1 OR b = 2', undefined],
  ['(a = 1 OR b = 2) AND c = 3', ['(a = 1 OR b = 2)', 'c = 3']],
])('%j has the conditions %j', (filter, conditions) => {
  expect(conditionsOf(filter)).toEqual(conditions);
});

test('a condition is added, found, and taken out again', () => {
  const filter = withCondition('tokens > 5', "user = 'ann'");

  expect(filter).toBe("tokens > 5 AND user = 'ann'");
  expect(hasCondition(filter, "user = 'ann'")).toBe(true);
  expect(withoutCondition(filter, "user = 'ann'")).toBe('tokens > 5');
  expect(withCondition('', "user = 'ann'")).toBe("user = 'ann'");
});

test('conditions that are joined by OR keep their meaning', () => {
  expect(withCondition('a = 1 OR b = 2', 'c = 3')).toBe('(a = 1 OR b = 2) AND c = 3');
  expect(hasCondition('a = 1 OR b = 2', 'a = 1')).toBe(false);
});
