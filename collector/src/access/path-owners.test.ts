import { expect, test } from 'vitest';
import type { Experiment } from '../storage/tracking/experiments/experiment-store.ts';
import { type Access, FULL_ACCESS } from './access.ts';
import { withAccess } from './access-context.ts';
import { PathOwners } from './path-owners.ts';
import type { Rights } from './rights.ts';

/** Experiment 1 with its own place, 2 in a place of its choice, 3 within that, and 4 in the place that is 5's. */
const PLACES = [
  ['1', 'mlflow-artifacts:/1'],
  ['2', 'mlflow-artifacts:/teams/b'],
  ['3', 'mlflow-artifacts:/teams/b/inner'],
  ['4', 'mlflow-artifacts:/5'],
  ['5', 'mlflow-artifacts:/5'],
  ['6', 's3://elsewhere/6'],
] as const;

const owners = new PathOwners({
  list: async () => PLACES.map(([id, artifactLocation]) => ({ id, artifactLocation }) as Experiment),
});

function only(...ids: readonly string[]): Access {
  const experiments: Rights = { base: 'none', named: new Map(ids.map((id) => [id, 'edit'])) };
  return { ...FULL_ACCESS, experiments, isFull: false };
}

test.each([
  ['1', ['1/r/model', '1'], ['10/r', 'teams/b/x', '2x']],
  ['2', ['teams/b/x', 'teams', '2/traces/t'], ['teams/b/inner/x', 'teams/bc']],
  ['3', ['teams/b/inner', 'teams/b/inner/x', 'teams'], ['teams/b/x']],
  ['4', ['4/traces/t'], ['5/r']],
  ['5', ['5/r'], ['4/traces/t']],
  ['6', ['6/traces/t'], ['1/r']],
])('who may see experiment %s alone sees what lies in its place, and what leads there', async (id, seen, unseen) => {
  const isSeen = await withAccess(only(id), () => owners.seen('w'));
  for (const path of seen) expect(isSeen(path), path).toBe(true);
  for (const path of unseen) expect(isSeen(path), path).toBe(false);
});

test('nothing is put where nobody’s place is, or somebody else’s, and nothing deleted by who may only edit', async () => {
  const ask = (action: 'edit' | 'delete', path: string) =>
    withAccess(only('1'), () => owners.require(action, 'w', path));
  await expect(ask('edit', '1/r/model')).resolves.toBeUndefined();
  for (const path of ['', 'nowhere/x', '2/r', 'teams/b/x']) {
    await expect(ask('edit', path), path).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  }
  await expect(ask('delete', '1/r/model')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});
