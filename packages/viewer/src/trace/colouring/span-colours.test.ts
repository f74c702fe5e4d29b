import { expect, test } from 'vitest';
import { buildTraceModel } from '../model/build-trace-model.ts';
import { testSkeleton } from '../model/test-skeleton.ts';
import { WHOLE_TRACE } from '../model/trace-model.ts';
import { spanColours } from './span-colours.ts';

test('steps get colours by the time that they took themselves, and what is short shares one', () => {
  const short = Array.from({ length: 9 }, (_, at) => [`short ${at}`, 0, at, at + 1] as const);
  const model = buildTraceModel(
    testSkeleton([['root', -1, 0, 90], ['long', 0, 20, 50], ['long', 0, 50, 85], ...short]),
  );

  const { tintOf, keys } = spanColours(model, 'step');

  expect(keys.map(({ label }) => label)).toEqual([
    ...['long', 'root', 'short 0', 'short 1', 'short 2', 'short 3', 'short 4', 'short 5'],
    '3 more',
  ]);
  expect([1, 2, 0, 11].map(tintOf)).toEqual(['blue', 'blue', 'orange', 'grey']);
});

test('spans without a model are grey, and the key says so', () => {
  const skeleton = {
    ...testSkeleton([
      ['root', -1, 0, 9],
      ['call', 0, 1, 2, 'llm'],
    ]),
    models: ['gpt-4o'],
    model: [-1, 0],
  };

  const { tintOf, keys } = spanColours(buildTraceModel(skeleton), 'model');

  expect([0, 1].map(tintOf)).toEqual(['grey', 'blue']);
  expect(keys).toEqual([
    { label: 'gpt-4o', tint: 'blue' },
    { label: 'no model', tint: 'grey' },
  ]);
});

test('by self time, what took much of the trace stands out from what took little', () => {
  const model = buildTraceModel(
    testSkeleton([
      ['root', -1, 0, 1_000],
      ['long', 0, 0, 700],
      ['shorter', 0, 700, 790],
      ['short', 0, 790, 810],
      ['least', 0, 810, 811],
    ]),
  );

  const { tintOf } = spanColours(model, 'self');

  expect([0, 1, 2, 3, 4, WHOLE_TRACE].map(tintOf)).toEqual(['orange', 'failed', 'orange', 'olive', 'grey', 'grey']);
});

test('status tells errors and what still runs, and the key names only what there is', () => {
  const skeleton = {
    ...testSkeleton([
      ['root', -1, 0, 9],
      ['call', 0, 1, 2],
    ]),
    status: [1, 2],
  };

  const { tintOf, keys } = spanColours(buildTraceModel(skeleton), 'status');

  expect([0, 1, WHOLE_TRACE].map(tintOf)).toEqual(['fine', 'failed', 'grey']);
  expect(keys.map(({ label }) => label)).toEqual(['OK', 'Error']);
});
