import { expect, test } from 'vitest';
import { listedRun } from './listed-run.ts';
import { treeRows } from './run-tree.ts';

const run = (id: string, parentId?: string) =>
  listedRun({
    info: {
      run_id: id,
      run_name: '',
      experiment_id: '1',
      status: 'FINISHED',
      start_time: 0,
      lifecycle_stage: 'active',
    },
    data: parentId === undefined ? {} : { tags: [{ key: 'mlflow.parentRunId', value: parentId }] },
  });

const lines = (runs: readonly ReturnType<typeof run>[], parents: readonly ReturnType<typeof run>[], open?: string[]) =>
  treeRows(runs, new Map(parents.map((each) => [each.id, each])), open && new Set(open)).map(
    ({ run: { id }, depth, childCount }) => `${'  '.repeat(depth)}${id}${childCount ? ` +${childCount}` : ''}`,
  );

test('children stand below their parent, folded unless it is open', () => {
  const runs = [run('c2', 'p'), run('c1', 'p'), run('p'), run('alone')];

  expect(lines(runs, [], [])).toEqual(['p +2', 'alone']);
  expect(lines(runs, [], ['p'])).toEqual(['p +2', '  c2', '  c1', 'alone']);
});

test('one that all others are below is open until somebody folds it', () => {
  const runs = [run('c2', 'p'), run('c1', 'p'), run('g', 'c1'), run('p')];

  expect(lines(runs, [])).toEqual(['p +2', '  c2', '  c1 +1']);
  expect(lines(runs, [], ['none'])).toEqual(['p +2']);
  expect(lines([...runs, run('alone')], [])).toEqual(['p +2', 'alone']);
});

test('a parent that is not in the list stands where its first child would, grandparents above it', () => {
  expect(lines([run('a'), run('c', 'p'), run('b')], [run('p', 'g'), run('g')], ['g', 'p'])).toEqual([
    ...['a', 'g +1', '  p +1', '    c', 'b'],
  ]);
});

test('nobody is lost: not those whose parent is gone, nor those that are each other’s parents', () => {
  expect(lines([run('c', 'gone'), run('x', 'y'), run('y', 'x')], [], ['x', 'y'])).toEqual(['c', 'y +1', '  x']);
});
