import { expect, onTestFinished, test } from 'vitest';
import { EXPERIMENT_FIELDS } from '../../../filter/entities/experiment-fields.ts';
import { parseEntityFilter } from '../../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../../filter/entities/parse-entity-order.ts';
import { NOW_MS, type OpenedStores, type OpenStores } from '../opened-stores.contract.ts';
import type { ExperimentQuery, ExperimentStore } from './experiment-store.ts';

const DEFAULT = {
  id: '0',
  name: 'Default',
  lifecycle: 'active',
  artifactLocation: 'mlflow-artifacts:/0',
  createdMs: NOW_MS,
  updatedMs: NOW_MS,
  tags: new Map(),
};

/** What every adapter has to do with experiments. */
export function experimentCases(open: OpenStores): void {
  test('a fresh workspace has the experiment Default', async () => {
    const { experiments } = await open();
    expect(await experiments.list('default')).toEqual([DEFAULT]);
    expect(await experiments.getById('default', '0')).toEqual(DEFAULT);
    expect(await experiments.getByName('default', 'Default')).toEqual(DEFAULT);
    expect(await experiments.resolve('default', 'Default')).toBe('0');
  });

  test('an unknown name gets the next number, a known one keeps its own', async () => {
    const { experiments } = await open();
    expect(await experiments.resolve('default', 'bot')).toBe('1');
    expect(await experiments.resolve('default', 'Bot')).toBe('2');
    expect(await experiments.resolve('default', 'bot')).toBe('1');
    expect(await experiments.getById('default', '2')).toMatchObject({ name: 'Bot' });
    expect((await experiments.list('default')).map(({ id }) => id)).toEqual(['0', '1', '2']);
  });

  test('the same name resolved many times at once is one experiment', async () => {
    const { experiments } = await open();
    const names = ['a', 'b', 'a', 'b', 'a', 'c'];
    const ids = await Promise.all(names.map((name) => experiments.resolve('default', name)));
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe(ids[2]);
    expect(await experiments.list('default')).toHaveLength(4);
  });

  test('workspaces number and name their experiments apart', async () => {
    const { experiments } = await open();
    expect(await experiments.resolve('one', 'bot')).toBe('1');
    expect(await experiments.resolve('two', 'cat')).toBe('1');
    expect(await experiments.getByName('two', 'bot')).toBeUndefined();
  });

  test.each(['', 'x'.repeat(501)])('a name of no or too many characters is refused', async (name) => {
    const { experiments } = await open();
    const refused = { code: 'INVALID_PARAMETER_VALUE' };
    await expect(experiments.resolve('default', name)).rejects.toMatchObject(refused);
    await expect(experiments.create('default', { name })).rejects.toMatchObject(refused);
    await expect(experiments.rename('default', '0', name)).rejects.toMatchObject(refused);
  });

  test.each(['9', '01', '-1', 'x', '', '1e0', '99999999999999999999'])('%j is the id of no experiment', async (id) => {
    const { experiments } = await open();
    await experiments.resolve('default', 'bot');
    expect(await experiments.getById('default', id)).toBeUndefined();
    const missing = { code: 'RESOURCE_DOES_NOT_EXIST', message: `No Experiment with id=${id} exists` };
    await expect(experiments.rename('default', id, 'new')).rejects.toMatchObject(missing);
    await expect(experiments.setLifecycle('default', id, 'deleted')).rejects.toMatchObject(missing);
    await expect(experiments.setTag('default', id, 'k', 'v')).rejects.toMatchObject(missing);
  });

  test('what was kept is there after the store is opened again', async () => {
    const { experiments, notes, close, reopen } = await open();
    await experiments.create('default', { name: 'bot', artifactLocation: 's3://there', tags: new Map([['a', 'b']]) });
    await notes.setTraceTag('default', 't1', 'k', 'v');
    await close();
    const reopened = await reopen();
    onTestFinished(() => reopened.close());
    expect(await reopened.experiments.getByName('default', 'bot')).toMatchObject({
      id: '1',
      artifactLocation: 's3://there',
      tags: new Map([['a', 'b']]),
    });
    expect((await reopened.notes.getTraceTags('default', ['t1'])).get('t1')).toEqual({ k: 'v' });
  });

  test('a name is taken until the end, and many creations of it at once make one experiment', async () => {
    const { experiments } = await open();
    const made = await Promise.allSettled([1, 2, 3].map(() => experiments.create('default', { name: 'bot' })));
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await experiments.setLifecycle('default', '1', 'deleted');
    await expect(experiments.create('default', { name: 'bot' })).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
    expect(await experiments.create('default', { name: 'cat' })).toBe('2');
  });

  test('an experiment is renamed to a free name while it is active', async () => {
    const clock = { nowMs: NOW_MS };
    const { experiments } = await open(clock);
    await experiments.create('default', { name: 'bot' });
    clock.nowMs += 5;
    await experiments.rename('default', '1', 'cat');
    expect(await experiments.getById('default', '1')).toMatchObject({ name: 'cat', updatedMs: NOW_MS + 5 });
    await experiments.rename('default', '1', 'cat');
    await expect(experiments.rename('default', '1', 'Default')).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
    await experiments.setLifecycle('default', '1', 'deleted');
    await expect(experiments.rename('default', '1', 'dog')).rejects.toMatchObject({ code: 'INVALID_STATE' });
  });

  test('deleting and restoring happen once each', async () => {
    const { experiments } = await open();
    await experiments.setLifecycle('default', '0', 'deleted');
    await expect(experiments.setLifecycle('default', '0', 'deleted')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
    await expect(experiments.setTag('default', '0', 'k', 'v')).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: "The experiment 0 must be in the 'active' state. Current state is deleted.",
    });
    expect(await experiments.getById('default', '0')).toMatchObject({ lifecycle: 'deleted' });
    await experiments.setLifecycle('default', '0', 'active');
    await expect(experiments.setLifecycle('default', '0', 'active')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('tags are set, replaced and removed', async () => {
    const { experiments } = await open();
    await experiments.setTag('default', '0', 'b', '1');
    await experiments.setTag('default', '0', 'a', '1');
    await experiments.setTag('default', '0', 'b', '2');
    const tagsNow = async () => [...((await experiments.getById('default', '0'))?.tags ?? [])];
    expect(await tagsNow()).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    await experiments.deleteTag('default', '0', 'b');
    expect(await tagsNow()).toEqual([['a', '1']]);
    await expect(experiments.deleteTag('default', '0', 'b')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'No tag with name: b in experiment with id 0',
    });
  });

  searchCases(open);
}

function searchCases(open: OpenStores): void {
  /** bot (1), Bot-2 (2, deleted), cat (3), all made 10 ms after each other. */
  async function three(): Promise<OpenedStores> {
    const clock = { nowMs: NOW_MS };
    const stores = await open(clock);
    const { experiments } = stores;
    await experiments.list('default');
    for (const [name, team] of [
      ['bot', 'a'],
      ['Bot-2', 'A'],
      ['cat', 'b'],
    ] as const) {
      clock.nowMs += 10;
      await experiments.create('default', { name, tags: new Map([['team', team]]) });
    }
    await experiments.setLifecycle('default', '2', 'deleted');
    return stores;
  }

  const found = async (experiments: ExperimentStore, given: Partial<ExperimentQuery>) =>
    (await experiments.search('default', { conditions: [], order: [], limit: 10, ...given })).items.map(({ id }) => id);

  test('experiments are searched for by their state, the newest first', async () => {
    const { experiments } = await three();
    expect(await found(experiments, {})).toEqual(['3', '2', '1', '0']);
    expect(await found(experiments, { lifecycle: 'active' })).toEqual(['3', '1', '0']);
    expect(await found(experiments, { lifecycle: 'deleted' })).toEqual(['2']);
  });

  test.each([
    ["name = 'bot'", ['1']],
    ["name != 'bot'", ['3', '2', '0']],
    ["name LIKE 'bot%'", ['1']],
    ["name ILIKE 'bot%'", ['2', '1']],
    ["name LIKE '_ot'", ['1']],
    ["attribute.name LIKE '%\\%'", []],
    ["experiment_id = '3'", ['3']],
    ["experiment_id IN ('3', '1')", ['3', '1']],
    [`creation_time > ${NOW_MS + 10}`, ['3', '2']],
    [`creation_time >= ${NOW_MS + 10} AND last_update_time < ${NOW_MS + 20}`, ['1']],
    ["tags.team = 'a'", ['1']],
    ["tags.team != 'a'", ['3', '2']],
    ["tags.`team` ILIKE 'a'", ['2', '1']],
    ['tags.team IS NULL', ['0']],
    ["tags.team IS NOT NULL AND name LIKE 'c%'", ['3']],
  ])('%s', async (filter, ids) => {
    const { experiments } = await three();
    expect(await found(experiments, { conditions: parseEntityFilter(filter, EXPERIMENT_FIELDS) })).toEqual(ids);
  });

  test.each([
    [['name'], ['2', '0', '1', '3']],
    [['name DESC'], ['3', '1', '0', '2']],
    [
      ['last_update_time ASC', 'experiment_id'],
      ['0', '1', '2', '3'],
    ],
    [['creation_time ASC'], ['0', '1', '2', '3']],
  ])('ordered by %s', async (order, ids) => {
    const { experiments } = await three();
    expect(await found(experiments, { order: parseEntityOrder(order, EXPERIMENT_FIELDS) })).toEqual(ids);
  });

  test('pages neither repeat nor miss anything while experiments come and go', async () => {
    const { experiments } = await three();
    const query = { conditions: [], order: parseEntityOrder(['name'], EXPERIMENT_FIELDS), limit: 2 };
    const first = await experiments.search('default', query);
    expect(first.items.map(({ name }) => name)).toEqual(['Bot-2', 'Default']);
    await experiments.create('default', { name: 'AAA' });
    await experiments.create('default', { name: 'bottle' });
    const second = await experiments.search('default', { ...query, after: first.next! });
    expect(second.items.map(({ name }) => name)).toEqual(['bot', 'bottle']);
    const third = await experiments.search('default', { ...query, after: second.next! });
    expect(third.items.map(({ name }) => name)).toEqual(['cat']);
    expect(third.next).toBeUndefined();
  });
}
