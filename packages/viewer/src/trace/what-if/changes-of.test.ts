import { expect, test } from 'vitest';
import { buildTraceModel } from '../model/build-trace-model.ts';
import { testSkeleton, testSpanId } from '../model/test-skeleton.ts';
import { changesOf } from './changes-of.ts';

const model = buildTraceModel({
  ...testSkeleton([
    ['agent', -1, 0, 1_000],
    ['chat', 0, 0, 400, 'llm'],
    ['chat', 0, 400, 900, 'llm'],
  ]),
  inputTokens: [-1, 100, 300],
  outputTokens: [-1, 50, 0],
});
const knowledge = {
  attempts: new Map([[testSpanId(1), [{ startUs: 0, failedUs: 100, waitedUs: 150 }]]]),
  models: new Map([
    ['quick', { calls: 9, ttftUs: 200_000, tokensPerSecond: 100, medianUs: 900_000, usdPerToken: 0.001 }],
    ['unpriced', { calls: 2, ttftUs: 0, tokensPerSecond: undefined, medianUs: 700, usdPerToken: undefined }],
  ]),
};

test('a choice for all such steps changes each of them', () => {
  const choice = { spanId: testSpanId(2), isForAll: true, type: 'faster' } as const;

  expect([...changesOf(model, [choice], knowledge).keys()]).toEqual([1, 2]);
  expect([...changesOf(model, [{ ...choice, isForAll: false }], knowledge).keys()]).toEqual([2]);
});

test('retries are left out where there were any', () => {
  const choice = { spanId: testSpanId(1), isForAll: true, type: 'no_retries' } as const;

  expect([...changesOf(model, [choice], knowledge)]).toEqual([[1, { type: 'no_retries', wastedUs: 150 }]]);
});

test('another model takes its usual time for the same tokens, at its usual price', () => {
  const choice = { spanId: testSpanId(1), isForAll: true, type: 'other_model', model: 'quick' } as const;

  const changes = changesOf(model, [choice], knowledge);

  expect(changes.get(1)).toEqual({ type: 'other_model', lengthUs: 700_000, costUsd: 0.15 });
  expect(changes.get(2)).toEqual({ type: 'other_model', lengthUs: 900_000, costUsd: 0.3 });
  expect(changesOf(model, [{ ...choice, model: 'unpriced' }], knowledge).get(1)).toEqual({
    type: 'other_model',
    lengthUs: 700,
    costUsd: undefined,
  });
});

test('what is not known changes nothing', () => {
  const unknown = { spanId: 'f'.repeat(16), isForAll: false, type: 'cached' } as const;
  const noModel = { spanId: testSpanId(1), isForAll: false, type: 'other_model', model: 'never seen' } as const;

  expect(changesOf(model, [unknown, noModel], knowledge).size).toBe(0);
});
