import { expect, test } from 'vitest';
import { groupsOf, rangeBefore, tracesOfStep } from './steps-url.ts';

test('without a contrast there is one group of all', () => {
  expect(groupsOf({ q: 'a = 1', from: '-1h' })).toMatchObject([{ filter: { filter: 'a = 1', from: '-1h' } }]);
  expect(groupsOf({ vs: 'model', x: 'gpt-4o' })).toHaveLength(1);
});

test('two models are two groups, whose names of steps lose the model', () => {
  expect(groupsOf({ q: 'a = 1', vs: 'model', x: 'gpt-4o', y: 'o3' })).toMatchObject([
    { label: 'gpt-4o', filter: { filter: 'a = 1', model: 'gpt-4o' }, ownWord: 'gpt-4o' },
    { label: 'o3', filter: { filter: 'a = 1', model: 'o3' }, ownWord: 'o3' },
  ]);
});

test('two versions of a prompt are the traces that used them', () => {
  const [, second] = groupsOf({ q: 'a = 1 OR b = 2', vs: 'prompt', x: '3', y: '4' });

  expect(second?.filter.filter).toBe("(a = 1 OR b = 2) AND has(prompt_version = '4')");
});

test('a time is compared with the one before it', () => {
  const before = rangeBefore('-1h', undefined, 10_000_000);

  expect(before).toEqual({ x: '2800000', y: '6400000' });
  expect(groupsOf({ from: '-1h', vs: 'time', ...before })).toMatchObject([
    { label: 'then', filter: { from: '2800000', to: '6400000' } },
    { label: 'now', filter: { from: '-1h' } },
  ]);
  expect(rangeBefore(undefined, undefined, 0)).toBeUndefined();
});

test('the traces behind a step are those of its group that have it', () => {
  const [group] = groupsOf({ q: 'a = 1', from: '-1h' });

  expect(tracesOfStep(group, ['agent', 'turn #', "it's"], 'tool')).toEqual({
    q: "a = 1 AND has(path = 'agent > turn # > it\\'s' AND kind = tool)",
    from: '-1h',
    sort: 'duration',
  });
});
