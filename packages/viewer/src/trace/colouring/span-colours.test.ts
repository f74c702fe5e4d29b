import { expect, test } from 'vitest';
import { buildTraceModel } from '../model/build-trace-model.ts';
import { testSkeleton } from '../model/test-skeleton.ts';
import { WHOLE_TRACE } from '../model/trace-model.ts';
import { spanColours } from './span-colours.ts';

test('steps get colours by how often they ran, and what is rare shares one', () => {
  const rare = Array.from({ length: 9 }, (_, at) => [`rare ${at}`, 0, 10, 20] as const);
  const model = buildTraceModel(
    testSkeleton([['root', -1, 0, 90], ['often', 0, 1, 2], ['often', 0, 3, 4], ['often', 0, 5, 6], ...rare]),
  );

  const { tintOf, keys } = spanColours(model, 'step');

  expect(keys.map(({ label }) => label)).toEqual([
    ...['often', 'root', 'rare 0', 'rare 1', 'rare 2', 'rare 3', 'rare 4', 'rare 5'],
    '3 more',
  ]);
  expect([1, 2, 0, 12].map(tintOf)).toEqual(['blue', 'blue', 'orange', 'grey']);
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
