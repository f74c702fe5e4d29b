import { expect, test } from 'vitest';
import { type Access, FULL_ACCESS } from './access.ts';
import { withAccess } from './access-context.ts';
import { forWholeWorkspace } from './for-whole-workspace.ts';
import type { Rights } from './rights.ts';

const store = { list: async () => ['a'], create: async () => 'b' };
const seen = forWholeWorkspace(store, 'alerts', ['list']);

function as(experiments: Rights): Access {
  return { ...FULL_ACCESS, experiments, isFull: false };
}

test('whoever sees all reads, whoever may change all changes, and nobody else', async () => {
  const editor = as({ base: 'write', named: new Map() });
  const reader = as({ base: 'read', named: new Map() });
  const keptOut = as({ base: 'write', named: new Map([['5', 'none']]) });
  const readsOne = as({ base: 'write', named: new Map([['5', 'read']]) });

  expect(await withAccess(editor, () => seen.create())).toBe('b');
  expect(await withAccess(reader, () => seen.list())).toEqual(['a']);
  expect(await withAccess(readsOne, () => seen.list())).toEqual(['a']);
  for (const access of [reader, keptOut, readsOne]) {
    expect(() => withAccess(access, () => seen.create())).toThrow('you may not edit all of them');
  }
  expect(() => withAccess(keptOut, () => seen.list())).toThrow('you may not read all of them');
});
