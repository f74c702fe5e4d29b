import type { EvaluationColumn, EvaluationGrid } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { gridQuery } from './grid-url.ts';
import { shownRows } from './shown-rows.ts';

const score = (name: string, given: Partial<EvaluationColumn>): EvaluationColumn => ({
  ...{ name, source: { kind: 'code', id: name }, values: [], passed: [], errors: [] },
  ...given,
});

const GRID: EvaluationGrid = {
  runId: 'r',
  keys: ['a', 'b', 'c', 'd'],
  trials: [0, 0, 0, 0],
  indexes: [0, 1, 2, 3],
  traceIds: ['1', '2', '3', '4'],
  inputs: ['How long?', 'Where?', 'When?', 'Why?'],
  outputs: ['60 days', 'Berlin', '', 'Because'],
  expectations: ['', '', '', ''],
  errors: [null, null, 'Timeout', null],
  durationsMs: [30, 10, null, 20],
  costsUsd: [null, null, null, null],
  inputTokens: [],
  outputTokens: [],
  tags: { topic: ['returns', 'shops', 'returns', null] },
  scores: [
    score('exact', {
      values: [true, false, null, false],
      passed: [true, false, null, false],
      errors: [null, null, null, null],
    }),
    score('judge', {
      values: [0.5, 1, null, null],
      passed: [false, true, null, null],
      errors: [null, null, null, 'E'],
    }),
  ],
};

const shown = (query: Record<string, string>, changes?: readonly (number | null)[]) =>
  shownRows(GRID, gridQuery(query), changes);

test.each([
  ['all in the order of the data', {}, [0, 1, 2, 3]],
  ['those that failed any scorer', { show: 'failed' }, [0, 1, 3]],
  ['those that failed this one', { show: 'failed', scorer: 'judge' }, [0]],
  ['those with an error, of the task or a scorer', { show: 'errors' }, [2, 3]],
  ['those of a tag', { tag: 'topic=returns' }, [0, 2]],
  ['those that have a text, whatever its case', { q: 'BERLIN' }, [1]],
  ['by a score, the least first and those without one last', { sort: 'exact' }, [1, 3, 0, 2]],
  ['by a score, the greatest first and those without one last', { sort: '-judge' }, [1, 0, 2, 3]],
  ['by latency', { sort: '-~latency' }, [0, 3, 1, 2]],
  ['by a column that is not there: as they are', { sort: 'none' }, [0, 1, 2, 3]],
])('rows are shown: %s', (_, query, rows) => {
  expect(shown(query)).toEqual(rows);
});

test('what has become worse stands first, and alone where only that is asked for', () => {
  const changes = [0.5, -1, null, -0.5];
  expect(shown({}, changes)).toEqual([1, 3, 0, 2]);
  expect(shown({ show: 'worse' }, changes)).toEqual([1, 3]);
  expect(shown({ show: 'better', sort: 'exact' }, changes)).toEqual([0]);
});
