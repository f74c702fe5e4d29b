import type { ModelChange } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { TrackingStores } from '../tracking-stores.ts';
import { newModel, newVersion } from './registered-model-store.contract.ts';

/** What every adapter has to note of what happens to models. */
export function modelHistoryCases(open: OpenStores): void {
  const ALL = { version: undefined, limit: 100, before: undefined };

  const changesOf = async (
    { modelHistory }: TrackingStores,
    name = 'm',
  ): Promise<readonly (readonly [number, ModelChange])[]> =>
    (await modelHistory.list('default', name, ALL)).items.map(({ version, change }) => [version, change] as const);

  test('a move to a stage is noted with who and when, and with each version that had to leave it', async () => {
    const clock = { nowMs: NOW_MS };
    const stores = await open(clock);
    const { registeredModels, modelVersions, modelHistory } = stores;
    await registeredModels.create('default', newModel('m'));
    for (let count = 0; count < 3; count++) await modelVersions.create('default', newVersion('m'), 'ann');
    await modelVersions.transition('default', 'm', 1, 'Production', false, 'ann');
    await modelVersions.transition('default', 'm', 2, 'Production', false, 'ann');
    clock.nowMs += 1_000;
    await modelVersions.transition('default', 'm', 3, 'Production', true, 'bob');
    // Where it is already: nothing happens.
    await modelVersions.transition('default', 'm', 3, 'Production', true, 'bob');
    expect(await changesOf(stores)).toEqual([
      [3, { kind: 'stage', from: 'None', to: 'Production' }],
      [2, { kind: 'stage', from: 'Production', to: 'Archived' }],
      [1, { kind: 'stage', from: 'Production', to: 'Archived' }],
      [2, { kind: 'stage', from: 'None', to: 'Production' }],
      [1, { kind: 'stage', from: 'None', to: 'Production' }],
      [3, { kind: 'created' }],
      [2, { kind: 'created' }],
      [1, { kind: 'created' }],
    ]);
    const { items } = await modelHistory.list('default', 'm', { ...ALL, limit: 4 });
    expect(items.map(({ number, by, atMs }) => [number, by, atMs])).toEqual([
      [8, 'bob', NOW_MS + 1_000],
      [7, 'bob', NOW_MS + 1_000],
      [6, 'bob', NOW_MS + 1_000],
      [5, 'ann', NOW_MS],
    ]);
  });

  test('an alias that is set, moved and taken away leaves a trace each time it changes', async () => {
    const stores = await open();
    const { registeredModels, modelVersions } = stores;
    await registeredModels.create('default', newModel('m'));
    for (let count = 0; count < 2; count++) await modelVersions.create('default', newVersion('m'));
    const { setAlias, deleteAlias } = {
      setAlias: (version: number) => registeredModels.setAlias('default', 'm', 'champion', version, 'ann'),
      deleteAlias: () => registeredModels.deleteAlias('default', 'm', 'champion', 'ann'),
    };
    await setAlias(1);
    await setAlias(1);
    await setAlias(2);
    await deleteAlias();
    await deleteAlias();
    await setAlias(2);
    await modelVersions.delete('default', 'm', 2, 'ann');
    const alias = (from: number | null, to: number | null): ModelChange => ({
      kind: 'alias',
      alias: 'champion',
      from,
      to,
    });
    expect((await changesOf(stores)).slice(0, -2)).toEqual([
      [2, { kind: 'deleted' }],
      [2, alias(2, null)],
      [2, alias(null, 2)],
      [2, alias(2, null)],
      [2, alias(1, 2)],
      [1, alias(null, 1)],
    ]);
  });

  test('a history is read in pages, of one version too, follows its model to another name and goes with it', async () => {
    const { registeredModels, modelVersions, modelHistory } = await open();
    await registeredModels.create('default', newModel('old'));
    for (let count = 0; count < 3; count++) await modelVersions.create('default', newVersion('old'));
    await registeredModels.rename('default', 'old', 'm');
    const first = await modelHistory.list('default', 'm', { ...ALL, limit: 2 });
    expect([first.items.map(({ number }) => number), first.next]).toEqual([[3, 2], [2]]);
    const rest = await modelHistory.list('default', 'm', { ...ALL, limit: 2, before: 2 });
    expect([rest.items.map(({ number }) => number), rest.next]).toEqual([[1], undefined]);
    const one = await modelHistory.list('default', 'm', { ...ALL, version: 2 });
    expect(one.items.map(({ version }) => version)).toEqual([2]);
    expect([await modelHistory.count('default', 'm', undefined), await modelHistory.count('default', 'm', 2)]).toEqual([
      3, 1,
    ]);
    await registeredModels.delete('default', 'm');
    await expect(modelHistory.list('default', 'm', ALL)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    await registeredModels.create('default', newModel('m'));
    expect(await modelHistory.count('default', 'm', undefined)).toBe(0);
  });

  test('versions made and moved at once are all noted, under numbers of their own', async () => {
    const { registeredModels, modelVersions, modelHistory } = await open();
    await registeredModels.create('default', newModel('m'));
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const { version } = await modelVersions.create('default', newVersion('m'));
        await registeredModels.setAlias('default', 'm', `a${version}`, version);
      }),
    );
    const { items } = await modelHistory.list('default', 'm', ALL);
    expect(items.map(({ number }) => number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });
}
