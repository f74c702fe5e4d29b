import { ROOT_CONTEXT } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { type ModelRun, modelRunOf, withModelRun } from './model-run.ts';

const run = { state: 'open', isShared: false } as ModelRun;

test('a run is found in the contexts made with it, and nowhere else', () => {
  const inside = withModelRun(ROOT_CONTEXT, run);
  expect(modelRunOf(inside)).toBe(run);
  expect(modelRunOf(ROOT_CONTEXT)).toBeUndefined();
});

test('a run can be taken away again', () => {
  expect(modelRunOf(withModelRun(withModelRun(ROOT_CONTEXT, run), undefined))).toBeUndefined();
});

test('two copies of this package find the same run', async () => {
  const copy = (await import(`./model-run.ts?copy=${'two'}`)) as { modelRunOf: typeof modelRunOf };
  expect(copy.modelRunOf).not.toBe(modelRunOf);
  expect(copy.modelRunOf(withModelRun(ROOT_CONTEXT, run))).toBe(run);
});
