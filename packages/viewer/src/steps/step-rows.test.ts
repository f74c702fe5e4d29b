import { type AggregateGroup, PATH_SEPARATOR } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { stepRows } from './step-rows.ts';

function group(path: string, criticalMs: number, kind = 'chain'): AggregateGroup {
  return {
    ...{ key: [path.replaceAll('/', PATH_SEPARATOR), kind], count: 1, errors: 0 },
    ...{ durationMs: null, selfMs: null, criticalMs, criticalShare: null, ttftMs: null, tokensPerSecond: null },
    ...{ inputTokens: null, outputTokens: null, costUsd: null, isCostPartial: false },
  };
}
const figures = (ownWord: string, ...groups: readonly AggregateGroup[]) => ({ groups, ownWord });
const paths = (rows: ReturnType<typeof stepRows>) => rows.map(({ path }) => path.join('/'));

test('steps stand below each other as they ran, the one that was waited for longest first', () => {
  const rows = stepRows(
    undefined,
    figures(
      '',
      group('agent/answer', 500),
      group('agent', 5),
      group('agent/turn/search', 900),
      group('agent/turn', 10),
    ),
  );

  expect(paths(rows)).toEqual(['agent', 'agent/turn', 'agent/turn/search', 'agent/answer']);
});

test('a step that only one group has is there once, without figures of the other', () => {
  const rows = stepRows(figures('', group('agent', 1), group('agent/old', 1)), figures('', group('agent', 2)));

  expect(rows.map(({ path, first, last }) => [path.join('/'), first?.criticalMs, last?.criticalMs])).toEqual([
    ['agent', 1, 2],
    ['agent/old', 1, undefined],
  ]);
});

test('of two models the calls are the same step, and named as in the second', () => {
  const rows = stepRows(
    figures('gpt-4o', group('agent/chat gpt-4o', 3, 'llm')),
    figures('o3', group('agent/chat o3', 4, 'llm')),
  );

  expect(rows).toMatchObject([{ path: ['agent', 'chat o3'], first: { criticalMs: 3 }, last: { criticalMs: 4 } }]);
});

test('steps of one group whose names differ by the model alone stay apart', () => {
  const rows = stepRows(undefined, figures('o3', group('chat', 1, 'llm'), group('chat o3', 2, 'llm')));

  expect(paths(rows).sort()).toEqual(['chat', 'chat o3']);
});

test('the same name is two steps where it is of two kinds', () => {
  expect(stepRows(undefined, figures('', group('x', 1, 'tool'), group('x', 1, 'chain')))).toHaveLength(2);
});
