import { expect, test } from 'vitest';
import type { ComparedTrace } from './compared-trace.ts';
import { matchSteps } from './match-steps.ts';
import { testTrace } from './test-trace.test.support.ts';

/** Matches as `depth a~b`, by the indexes that the test wrote. */
const matched = (a: ComparedTrace, b: ComparedTrace) =>
  matchSteps(a, b).map((match) => `${match.depth} ${match.a}~${match.b}`);

const step = (name: string, parent?: number) => ({
  name,
  start: 0,
  end: 5,
  ...(parent === undefined ? {} : { parent }),
});

test('the same trace matches step by step, in the order of its tree', () => {
  const trace = testTrace(step('root'), step('plan'), step('search', 1), step('answer'));

  expect(matched(trace, trace)).toEqual(['0 0~0', '1 1~1', '2 2~2', '1 3~3']);
});

test('steps that only one trace has stand where they belong, with all below them', () => {
  const before = testTrace(step('root'), step('plan'), step('old'), step('deep', 2), step('answer'));
  const after = testTrace(step('root'), step('guard'), step('plan'), step('answer'), step('log'));

  expect(matched(before, after)).toEqual(['0 0~0', '1 -1~1', '1 1~2', '1 2~-1', '2 3~-1', '1 4~3', '1 -1~4']);
});

test('a call is the same step whatever its model', () => {
  const call = (model: string) => ({ name: `chat ${model}`, kind: 'llm' as const, start: 0, end: 5, model });

  expect(matched(testTrace(step('root'), call('gpt-4o')), testTrace(step('root'), call('o3')))).toEqual([
    '0 0~0',
    '1 1~1',
  ]);
});

test('of several of one name, those below which everything is the same match first', () => {
  const before = testTrace(step('root'), step('turn'), step('search', 1));
  const after = testTrace(step('root'), step('turn'), step('sql', 1), step('turn'), step('search', 3));

  expect(matched(before, after)).toEqual(['0 0~0', '1 -1~1', '2 -1~2', '1 1~3', '2 2~4']);
});

test('siblings that have changed places are the same steps', () => {
  const before = testTrace(step('root'), step('a'), step('b'));
  const after = testTrace(step('root'), step('b'), step('a'));

  expect(matched(before, after)).toEqual(['0 0~0', '1 1~2', '1 2~1']);
});

test('two only roots match under any names, of several those of one name', () => {
  expect(matched(testTrace(step('v1')), testTrace(step('v2')))).toEqual(['0 0~0']);
  expect(matched(testTrace(step('x'), step('y', -1)), testTrace(step('y')))).toEqual(['0 0~-1', '0 1~0']);
});

test('50,000 siblings and 5,000 levels are matched at once', () => {
  const flat = testTrace(step('root'), ...Array.from({ length: 50_000 }, (_, at) => step(`step ${at % 7}`)));
  const deep = testTrace(...Array.from({ length: 5_000 }, (_, at) => step('again', at - 1)));

  expect(matchSteps(flat, flat).every(({ a, b }) => a === b)).toBe(true);
  expect(matchSteps(deep, deep).at(-1)).toEqual({ a: 4_999, b: 4_999, depth: 4_999 });
});
