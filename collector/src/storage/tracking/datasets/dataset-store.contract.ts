import { expect, test } from 'vitest';
import { DATASET_FIELDS } from '../../../filter/entities/dataset-fields.ts';
import { parseEntityFilter } from '../../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../../filter/entities/parse-entity-order.ts';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { DatasetStore, NewDataset } from './dataset-store.ts';

function newDataset(name: string, given: Partial<NewDataset> = {}): NewDataset {
  return { name, tags: new Map(), experimentIds: [], ...given };
}

/** What every adapter has to do with datasets. */
export function datasetCases(open: OpenStores): void {
  test('a dataset is there as it was made, under a name that others may have, too', async () => {
    const { datasets } = await open();
    const tags = new Map([['mlflow.user', 'ann']]);
    const made = await datasets.create('default', newDataset('qa', { tags, experimentIds: ['2', '1', '2'] }));
    expect(made).toEqual({
      id: expect.stringMatching(/^d-[0-9a-f]{32}$/),
      name: 'qa',
      digest: expect.stringMatching(/^[0-9a-f]{8}$/),
      schema: undefined,
      recordCount: 0,
      tags,
      experimentIds: ['1', '2'],
      createdBy: 'ann',
      updatedBy: 'ann',
      createdMs: NOW_MS,
      updatedMs: NOW_MS,
    });
    expect(await datasets.get('default', made.id)).toEqual(made);
    expect((await datasets.create('default', newDataset('qa'))).id).not.toBe(made.id);
    await expect(datasets.get('other', made.id)).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: `Evaluation dataset with id '${made.id}' not found`,
    });
  });

  test('a dataset is deleted with its records; deleting it again does nothing', async () => {
    const { datasets } = await open();
    const { id } = await datasets.create('default', newDataset('qa', { experimentIds: ['1'] }));
    await datasets.putRecords('default', id, [{ inputs: { q: 1 } }]);
    await datasets.delete('default', id);
    await datasets.delete('default', id);
    await expect(datasets.records('default', id, 10)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    expect((await datasets.search('default', ['1'], { conditions: [], order: [], limit: 10 })).items).toEqual([]);
  });

  test('tags are set, replaced and taken back', async () => {
    const { datasets } = await open();
    const { id } = await datasets.create('default', newDataset('qa', { tags: new Map([['k', 'old']]) }));
    await datasets.setTags('default', id, new Map(Object.entries({ k: 'new', l: 'x' })));
    await datasets.deleteTag('default', id, 'l');
    await datasets.deleteTag('default', id, 'l');
    await datasets.deleteTag('default', 'd-0', 'l');
    expect((await datasets.get('default', id)).tags).toEqual(new Map([['k', 'new']]));
    await expect(datasets.setTags('default', 'd-0', new Map())).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('a dataset is used in more experiments, or in fewer', async () => {
    const { datasets } = await open();
    const { id } = await datasets.create('default', newDataset('qa', { experimentIds: ['1'] }));
    expect(await datasets.addExperiments('default', id, ['1', '2', '3'])).toMatchObject({
      experimentIds: ['1', '2', '3'],
    });
    expect(await datasets.removeExperiments('default', id, ['1', '3', '9'])).toMatchObject({ experimentIds: ['2'] });
  });

  test('records are added once for the same inputs, whatever their order; later ones change them', async () => {
    const clock = { nowMs: NOW_MS };
    const { datasets } = await open(clock);
    const { id, digest } = await datasets.create('default', newDataset('qa'));
    clock.nowMs++;
    const first = await datasets.putRecords('default', id, [
      {
        inputs: { q: 'a', n: { x: 1, y: [2] } },
        outputs: 'old',
        expectations: { e: 1 },
        tags: { 'mlflow.user': 'ann' },
      },
      { inputs: { q: 'b' } },
    ]);
    expect(first).toEqual({ inserted: 2, updated: 0 });
    clock.nowMs++;
    const again = await datasets.putRecords('default', id, [
      { inputs: { n: { y: [2], x: 1 }, q: 'a' }, outputs: { text: 'new' }, expectations: { f: 2 }, tags: { t: '1' } },
      { inputs: { q: 'c' } },
      { inputs: { q: 'c' }, expectations: { g: 3 } },
    ]);
    expect(again).toEqual({ inserted: 1, updated: 2 });
    const { items } = await datasets.records('default', id, 10);
    expect(items).toHaveLength(3);
    const changed = items.find(({ content }) => content.inputs.q === 'a');
    expect(changed).toMatchObject({ createdBy: 'ann', updatedBy: 'ann', createdMs: NOW_MS + 1, updatedMs: NOW_MS + 2 });
    expect(changed?.id).toMatch(/^dr-[0-9a-f]{32}$/);
    expect(changed?.content).toEqual({
      inputs: { q: 'a', n: { x: 1, y: [2] } },
      outputs: { text: 'new' },
      expectations: { e: 1, f: 2 },
      tags: { 'mlflow.user': 'ann', t: '1' },
    });
    const dataset = await datasets.get('default', id);
    expect(dataset).toMatchObject({ recordCount: 3, updatedMs: NOW_MS + 2, updatedBy: 'ann' });
    expect(dataset.digest).not.toBe(digest);
    expect(dataset.schema).toEqual({
      inputs: { q: 'string', n: 'object' },
      outputs: 'string',
      expectations: { e: 'integer', f: 'integer', g: 'integer' },
      version: '1.0',
    });
  });

  test('records come in pages, oldest first, and are deleted by their ids', async () => {
    const clock = { nowMs: NOW_MS };
    const { datasets } = await open(clock);
    const { id } = await datasets.create('default', newDataset('qa'));
    for (let q = 0; q < 5; q++) {
      await datasets.putRecords('default', id, [{ inputs: { q } }]);
      clock.nowMs++;
    }
    const first = await datasets.records('default', id, 3);
    const second = await datasets.records('default', id, 3, first.next);
    expect([...first.items, ...second.items].map(({ content }) => content.inputs.q)).toEqual([0, 1, 2, 3, 4]);
    expect(second.next).toBeUndefined();
    const ids = first.items.map((record) => record.id);
    expect(await datasets.deleteRecords('default', id, [...ids.slice(0, 2), 'dr-none'])).toBe(2);
    expect(await datasets.deleteRecords('default', id, ids.slice(0, 2))).toBe(0);
    expect(await datasets.get('default', id)).toMatchObject({ recordCount: 3 });
  });

  test('datasets are found by experiment, name, times, people and tags', async () => {
    const clock = { nowMs: NOW_MS };
    const { datasets } = await open(clock);
    for (const [name, experiment, user] of [
      ['a', '1', 'ann'],
      ['b', '2', 'bob'],
      ['c', '1', 'ann'],
    ] as const) {
      await datasets.create(
        'default',
        newDataset(name, { experimentIds: [experiment], tags: new Map([['mlflow.user', user]]) }),
      );
      clock.nowMs++;
    }
    const found = (filter: string, order: readonly string[] = [], experiments: readonly string[] = []) =>
      names(datasets, filter, order, experiments);
    expect(await found('')).toBe('c b a');
    expect(await found('', ['name'])).toBe('a b c');
    expect(await found('', ['created_time ASC'])).toBe('a b c');
    expect(await found('', [], ['1'])).toBe('c a');
    expect(await found('', [], ['1', '2'])).toBe('c b a');
    expect(await found("name = 'b'")).toBe('b');
    expect(await found(`created_time > ${NOW_MS}`)).toBe('c b');
    expect(await found("created_by = 'ann'", [], ['1'])).toBe('c a');
    expect(await found("tags.`mlflow.user` = 'bob'")).toBe('b');
    expect(await found("name IN ('a', 'b')")).toBe('b a');
  });
}

async function names(
  store: DatasetStore,
  filter: string,
  order: readonly string[],
  experiments: readonly string[],
): Promise<string> {
  const { items } = await store.search('default', experiments, {
    conditions: parseEntityFilter(filter, DATASET_FIELDS),
    order: parseEntityOrder(order, DATASET_FIELDS),
    limit: 10,
  });
  return items.map(({ name }) => name).join(' ');
}
