import { expect, test } from 'vitest';
import { alignRows } from './align-rows.ts';

const table = (columns: readonly string[], ...rows: readonly (readonly unknown[])[]) => ({ columns, rows });

test('rows of the same question belong together, and those that got worse come first', () => {
  const before = table(
    ['question', 'answer', 'score'],
    ['a', 'x', 1],
    ['b', 'y', 0.5],
    ['c', 'z', 0.2],
    ['gone', '', 1],
  );
  const after = table(['question', 'answer', 'score'], ['c', 'z', 0.9], ['b', 'y!', 0], ['a', 'x', 1], ['new', '', 1]);

  const { keyColumns, scoreColumn, rows } = alignRows(before, after);

  expect({ keyColumns, scoreColumn }).toEqual({ keyColumns: ['question'], scoreColumn: 'score' });
  expect(rows.map(({ key, gain }) => [key, gain])).toEqual([
    ['b', -0.5],
    ['c', 0.7],
    ['gone', undefined],
    ['new', undefined],
    ['a', 0],
  ]);
});

test('without a key places tell; words judge, and of what costs less is better', () => {
  const before = table(['verdict', 'latency_ms'], ['right', 10], ['right', 10]);
  const after = table(['verdict', 'latency_ms'], ['right', 30], ['wrong', 5]);

  expect(alignRows(before, after).rows.map(({ key, gain }) => [key, gain])).toEqual([
    ['row 2', -1],
    ['row 1', 0],
  ]);
  const { scoreColumns, rows } = alignRows(before, after, 'latency_ms');
  expect(scoreColumns).toEqual(['verdict', 'latency_ms']);
  expect(rows.map(({ gain }) => gain)).toEqual([-20, 5]);
});
