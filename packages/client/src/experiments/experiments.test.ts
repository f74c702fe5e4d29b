import { expect, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from '../tracewright-client.ts';

const server = runningCollector();

test('an experiment is made once, found by name and id, renamed, tagged, deleted and restored', async () => {
  const { experiments } = new TracewrightClient({ url: server.url });
  const made = await experiments.getOrCreate({ name: 'support-bot', tags: { team: 'help' } });
  expect(made).toMatchObject({ name: 'support-bot', lifecycle: 'active', tags: { team: 'help' } });
  expect(await experiments.getOrCreate({ name: 'support-bot' })).toEqual(made);
  expect(await experiments.get(made.id)).toEqual(made);
  expect(await experiments.getByName('nobody')).toBeUndefined();

  await experiments.rename(made.id, 'helper');
  await experiments.setTag(made.id, 'team', 'shop');
  await experiments.delete(made.id);
  expect(await experiments.getByName('helper')).toMatchObject({ id: made.id, lifecycle: 'deleted' });
  await experiments.restore(made.id);
  await experiments.deleteTag(made.id, 'team');
  expect(await experiments.get(made.id)).toMatchObject({ name: 'helper', lifecycle: 'active', tags: {} });
});

test('a search reads as many pages as it needs', async () => {
  const { experiments } = new TracewrightClient({ url: server.url });
  for (const name of ['page-c', 'page-a', 'page-b']) await experiments.create({ name });
  const search = { filter: "name LIKE 'page-%'", orderBy: ['name ASC'], pageSize: 2 } as const;

  expect((await experiments.search(search).toArray()).map(({ name }) => name)).toEqual(['page-a', 'page-b', 'page-c']);
  expect((await experiments.search(search).toArray(2)).map(({ name }) => name)).toEqual(['page-a', 'page-b']);
  expect((await experiments.search(search).first())?.name).toBe('page-a');
  expect(await experiments.search({ filter: "name = 'page-d'" }).first()).toBeUndefined();
});

test('a name that is taken is refused with the code of it', async () => {
  const { experiments } = new TracewrightClient({ url: server.url });
  await experiments.create({ name: 'taken' });
  await expect(experiments.create({ name: 'taken' })).rejects.toMatchObject({
    name: 'TracewrightError',
    code: 'RESOURCE_ALREADY_EXISTS',
    status: 400,
  });
});
