import { expect, test } from 'vitest';
import { cutText } from './cut-text.ts';
import { mlflowApp } from './mlflow-app.test.support.ts';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['ab😀d', 3, 'ab😀'],
  ['😀😀😀', 3, '😀😀😀'],
  ['😀😀😀😀', 3, '😀😀😀'],
])('%s cut to %i characters is %s', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});

test('a tag of a run is cut between characters', async () => {
  const { get, post } = await mlflowApp();
  const { run_id } = (await post('runs/create', { experiment_id: '0' })).body.run.info;
  await post('runs/set-tag', { run_id, key: 'k', value: `${'x'.repeat(7_999)}😀😀` });
  const { tags } = (await get('runs/get', { run_id })).body.run.data;
  expect(tags).toContainEqual({ key: 'k', value: `${'x'.repeat(7_999)}😀` });
});
