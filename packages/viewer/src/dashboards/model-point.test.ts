import type { AggregateAnswer } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { modelCondition, modelPoints } from './model-point.ts';

test('a model costs what its calls cost on the mean, and scores what was said of its traces', () => {
  const group = { count: 4, costUsd: 0.02, isCostPartial: false, durationMs: { p50: 10, p95: 20, p99: 30 } };
  const answer = {
    groups: [
      { ...group, key: ['openai', 'a'] },
      { ...group, key: [null, 'b'], costUsd: null, durationMs: null },
    ],
  } as unknown as AggregateAnswer;

  expect(modelPoints(answer, 'p95', [0.9])).toEqual([
    { provider: 'openai', model: 'a', calls: 4, costUsd: 0.005, isCostPartial: false, latencyMs: 20, score: 0.9 },
    { provider: null, model: 'b', calls: 4, costUsd: null, isCostPartial: false, latencyMs: null, score: null },
  ]);
});

test('a model is chosen with its provider', () => {
  expect(modelCondition({ provider: 'openai', model: "o'1" })).toBe(
    String.raw`kind = llm AND model = 'o\'1' AND provider = 'openai'`,
  );
  expect(modelCondition({ provider: null, model: 'x' })).toBe("kind = llm AND model = 'x' AND provider IS NULL");
});
