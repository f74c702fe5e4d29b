import { expect, test } from 'vitest';
import { pageOfMlflowAddress } from './mlflow-address.ts';

test.each([
  ['#/experiments/4/runs/0a1b', '/runs/0a1b'],
  ['#/experiments/4/runs/0a1b/artifacts', '/runs/0a1b'],
  ['#/experiments/4', '/experiments/4'],
  ['#/experiments/4/overview', '/experiments/4'],
  ['#/experiments', '/experiments'],
  ['#/experiments/1/evaluation-runs?selectedRunUuid=0a1b', '/evals/0a1b'],
  ['#/experiments/1/evaluation-runs', '/evals'],
  ['#/experiments/0/traces', '/traces?q=experiment+%3D+0'],
  ['#/experiments/0/traces?selectedEvaluationId=tr-ab12', '/traces/ab12'],
  ['#/experiments/0?selectedTraceId=tr-ab12&compareRunsMode=TRACES', '/traces/ab12'],
  ['#/compare-runs?runs=[%220a1b%22,%220c2d%22]&experiments=[%224%22]', '/compare-runs?runs=0a1b,0c2d'],
  ['#/prompts', '/prompts'],
  ['#/prompts/support%20answer', '/prompts/support%20answer'],
  ['#/models', '/models'],
  ['#/models/support%20bot', '/models/support%20bot'],
  ['#/models/bot/versions/3', '/models/bot?v=3'],
  ['', undefined],
  ['#main', undefined],
])('%s leads to %s', (hash, page) => {
  expect(pageOfMlflowAddress(hash)).toBe(page);
});
