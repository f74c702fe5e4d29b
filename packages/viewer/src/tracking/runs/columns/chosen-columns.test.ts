import { expect, test } from 'vitest';
import { listedRun } from '../listed-run.ts';
import { chosenColumns, keysOf } from './chosen-columns.ts';

const run = (metrics: readonly string[], params: Readonly<Record<string, string>>) =>
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
      metrics: metrics.map((key) => ({ key, value: 1, timestamp: 0, step: 0 })),
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
    },
  });
const KEYS = keysOf([run(['rare', 'loss'], { seed: '1', model: 'a' }), run(['loss'], { seed: '1', model: 'b' })]);

test('what most runs logged comes first, and what tells them apart before what does not', () => {
  expect(KEYS).toEqual({ metrics: ['loss', 'rare'], params: ['model', 'seed'], tags: [] });
});

test('a URL chooses columns in its own order, and what it names wrongly is left out', () => {
  const ids = (cols: string | undefined) => chosenColumns(cols, KEYS).map(({ id }) => id);
  expect(ids('params.seed,start,colour,params.seed,metrics.')).toEqual(['params.seed', 'start']);
  expect(ids(undefined)).toEqual([
    ...['start', 'status', 'duration', 'metrics.loss', 'metrics.rare', 'params.model', 'params.seed'],
  ]);
});
