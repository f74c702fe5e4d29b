import { expect, test } from 'vitest';
import { loggedModelPaths } from './logged-model-paths.ts';

const withHistory = (value: string) =>
  loggedModelPaths({
    info: {
      run_id: 'r',
      run_name: '',
      experiment_id: '1',
      status: 'FINISHED',
      start_time: 0,
      lifecycle_stage: 'active',
    },
    data: { tags: [{ key: 'mlflow.log-model.history', value }] },
  });

test('the folders of logged models are known, the latest first; what is no list names none', () => {
  const history = [{ artifact_path: 'a' }, { artifact_path: 'b/c' }, { artifact_path: 'a' }, null, { other: 1 }];
  expect(withHistory(JSON.stringify(history))).toEqual(['a', 'b/c']);
  expect([withHistory('{'), withHistory('{}')]).toEqual([[], []]);
});
