import { CallbackManager } from '@langchain/core/callbacks/manager';
import { expect, test } from 'vitest';
import { childLabels, type Labels, type LabelsToAdd, labelsWith, noLabels } from './manager-labels.ts';

const ADDED: readonly LabelsToAdd[] = [
  [],
  [[], [], {}, {}],
  [['a', 'b'], undefined, { x: 1 }],
  [['b', 'c'], ['a'], { x: 2, y: 3 }, { z: 4 }],
  [undefined, ['c'], undefined, { x: 5 }],
];

test("labels add up as they do in LangChain's own manager", () => {
  const manager = new CallbackManager();
  let labels = noLabels();

  for (const added of ADDED) {
    const [tags, localTags, metadata, localMetadata] = added;
    if (tags !== undefined) manager.addTags(tags as string[]);
    if (localTags !== undefined) manager.addTags(localTags as string[], false);
    if (metadata !== undefined) manager.addMetadata(metadata as Record<string, unknown>);
    if (localMetadata !== undefined) manager.addMetadata(localMetadata as Record<string, unknown>, false);
    labels = labelsWith(labels, added);

    expect(labels).toEqual(labelsOf(manager));
  }
});

test('nothing that labels were made from is changed', () => {
  const before: Labels = { tags: ['a'], inheritableTags: ['a'], metadata: { x: 1 }, inheritableMetadata: { x: 1 } };

  labelsWith(before, [['b'], ['a'], { x: 2 }, { y: 3 }]);
  childLabels(before, 'a');

  expect(before).toEqual({ tags: ['a'], inheritableTags: ['a'], metadata: { x: 1 }, inheritableMetadata: { x: 1 } });
});

test('a child has what is handed on, and its own tag for itself', () => {
  const labels = labelsWith(noLabels(), [['a'], ['b'], { x: 1 }, { y: 2 }]);

  expect(childLabels(labels, 'step')).toEqual({
    tags: ['a', 'step'],
    inheritableTags: ['a'],
    metadata: { x: 1 },
    inheritableMetadata: { x: 1 },
  });
});

function labelsOf({ tags, inheritableTags, metadata, inheritableMetadata }: CallbackManager): Labels {
  return { tags, inheritableTags, metadata, inheritableMetadata };
}
