import { expect, test } from 'vitest';
import { evaluationFigures } from './evaluation-figures.ts';

const metric = (key: string, value: number | string) => ({ key, value, timestamp: 0, step: 0 });

test('an evaluation is shown by its rows, its score and the mean of each scorer', () => {
  const metrics = [
    metric('b/mean', 0.5),
    metric('a/mean', 1),
    metric('a/p50', 1),
    metric('rows', 60),
    metric('duration_ms/mean', 9),
    metric('score', 0.75),
  ];
  expect(evaluationFigures({ data: { metrics } })).toEqual({
    ...{ rows: 60, score: 0.75, costUsd: undefined },
    scorers: [
      { name: 'a', mean: 1 },
      { name: 'b', mean: 0.5 },
    ],
  });
});

test('what is no number is not shown as one', () => {
  expect(evaluationFigures({ data: { metrics: [metric('a/mean', 'NaN')] } }).scorers).toEqual([]);
});
