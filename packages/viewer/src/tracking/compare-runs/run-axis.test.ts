import { expect, test } from 'vitest';
import { listedRun } from '../runs/listed-run.ts';
import { axisText, runAxes } from './run-axis.ts';

const run = (loss: number | string, params: Readonly<Record<string, string>>) =>
  listedRun({
    info: {
      run_id: 'r',
      run_name: '',
      experiment_id: '1',
      status: 'FINISHED',
      start_time: 0,
      lifecycle_stage: 'active',
    },
    data: {
      metrics: [{ key: 'loss', value: loss, timestamp: 0, step: 0 }],
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
    },
  });

test('figures are axes of numbers, names of categories, and what is the same in all runs is none', () => {
  const axes = runAxes([
    run(0.5, { k: '1e-3', model: 'b', seed: '1' }),
    run('NaN', { k: '5', model: 'a', seed: '1' }),
    run(0.1, { model: 'b', seed: '1' }),
  ]);

  expect(axes).toEqual([
    { id: 'metrics.loss', name: 'loss', categories: undefined, values: [0.5, undefined, 0.1] },
    { id: 'params.k', name: 'k', categories: undefined, values: [0.001, 5, undefined] },
    { id: 'params.model', name: 'model', categories: ['a', 'b'], values: [1, 0, 1] },
  ]);
  expect(axes.map((axis) => axisText(axis, 2))).toEqual(['0.1', '–', 'b']);
});
