import { PROMPT_TAG } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { parseEntityFilter } from '../../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../../filter/entities/parse-entity-order.ts';
import { REGISTERED_MODEL_FIELDS } from '../../../filter/entities/registry-fields.ts';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { NewModelVersion } from './model-version-store.ts';
import type { NewRegisteredModel, RegisteredModelStore } from './registered-model-store.ts';

/** A model of that name; everything else is nothing unless given. */
export function newModel(name: string, given: Partial<NewRegisteredModel> = {}): NewRegisteredModel {
  return { name, description: '', tags: new Map(), ...given };
}

/** A version of that name. */
export function newVersion(name: string, given: Partial<NewModelVersion> = {}): NewModelVersion {
  const nothing = { description: '', runId: '', runLink: '', modelId: '', tags: new Map() };
  return { name, source: 's3://bucket/m', storageLocation: 's3://bucket/m', ...nothing, ...given };
}

/** What every adapter has to do with registered models. */
export function registeredModelCases(open: OpenStores): void {
  test('a model is there as it was made', async () => {
    const { registeredModels } = await open();
    const made = await registeredModels.create(
      'default',
      newModel('m', { description: 'd', tags: new Map([['k', 'v']]) }),
    );
    expect(made).toEqual({
      name: 'm',
      description: 'd',
      createdMs: NOW_MS,
      updatedMs: NOW_MS,
      tags: new Map([['k', 'v']]),
      aliases: new Map(),
      latestVersions: [],
    });
    expect(await registeredModels.get('default', 'm')).toEqual(made);
    await expect(registeredModels.get('other', 'm')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Registered Model with name=m not found',
    });
  });

  test('a name is taken once, by a model or by a prompt', async () => {
    const { registeredModels } = await open();
    const prompt = { tags: new Map([[PROMPT_TAG.isPrompt, 'true']]) };
    const messageOf = (model: NewRegisteredModel): Promise<string> =>
      registeredModels.create('default', model).then(
        () => '',
        ({ code, message }: { code: string; message: string }) => `${code} ${message}`,
      );
    await registeredModels.create('default', newModel('m'));
    await registeredModels.create('default', newModel('p', prompt));
    const exists = 'RESOURCE_ALREADY_EXISTS';
    expect(await messageOf(newModel('m'))).toBe(`${exists} Registered Model (name=m) already exists.`);
    expect(await messageOf(newModel('p', prompt))).toBe(`${exists} Prompt (name=p) already exists.`);
    expect(await messageOf(newModel('m', prompt))).toContain(
      "Tried to create a prompt with name 'm', but the name is already taken by a registered model.",
    );
    await registeredModels.create('other', newModel('m'));
  });

  test('a model is described, and knows when it was changed', async () => {
    const clock = { nowMs: NOW_MS };
    const { registeredModels } = await open(clock);
    await registeredModels.create('default', newModel('m'));
    clock.nowMs += 5;
    expect(await registeredModels.update('default', 'm', 'new')).toMatchObject({
      description: 'new',
      createdMs: NOW_MS,
      updatedMs: NOW_MS + 5,
    });
    await expect(registeredModels.update('default', 'none', '')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('renamed, a model keeps its versions, aliases and tags', async () => {
    const { registeredModels, modelVersions } = await open();
    await registeredModels.create('default', newModel('old', { tags: new Map([['k', 'v']]) }));
    await registeredModels.create('default', newModel('other'));
    await modelVersions.create('default', newVersion('old', { tags: new Map([['vk', 'vv']]) }));
    await registeredModels.setAlias('default', 'old', 'champion', 1);
    await expect(registeredModels.rename('default', 'old', 'other')).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
      message: 'Registered Model (name=other) already exists.',
    });
    const renamed = await registeredModels.rename('default', 'old', 'new');
    expect(renamed).toMatchObject({ name: 'new', tags: new Map([['k', 'v']]), aliases: new Map([['champion', 1]]) });
    expect(renamed.latestVersions).toMatchObject([{ name: 'new', version: 1, tags: new Map([['vk', 'vv']]) }]);
    await expect(registeredModels.get('default', 'old')).rejects.toThrow('not found');
    expect(await modelVersions.getByAlias('default', 'new', 'champion')).toMatchObject({ version: 1 });
  });

  test('deleted, a model takes everything along, and its name is free', async () => {
    const { registeredModels, modelVersions } = await open();
    await registeredModels.create('default', newModel('m', { tags: new Map([['k', 'v']]) }));
    await modelVersions.create('default', newVersion('m'));
    await registeredModels.setAlias('default', 'm', 'a', 1);
    await registeredModels.delete('default', 'm');
    await expect(registeredModels.delete('default', 'm')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    expect(await registeredModels.create('default', newModel('m'))).toMatchObject({
      tags: new Map(),
      aliases: new Map(),
      latestVersions: [],
    });
    expect(await modelVersions.create('default', newVersion('m'))).toMatchObject({ version: 1, aliases: [] });
  });

  test('tags and aliases are set, replaced and taken back', async () => {
    const { registeredModels, modelVersions } = await open();
    await registeredModels.create('default', newModel('m'));
    for (let count = 0; count < 2; count++) await modelVersions.create('default', newVersion('m'));
    await registeredModels.setTag('default', 'm', 'k', 'old');
    await registeredModels.setTag('default', 'm', 'k', 'new');
    await registeredModels.setAlias('default', 'm', 'a', 1);
    await registeredModels.setAlias('default', 'm', 'a', 2);
    expect(await registeredModels.get('default', 'm')).toMatchObject({
      tags: new Map([['k', 'new']]),
      aliases: new Map([['a', 2]]),
    });
    await registeredModels.deleteTag('default', 'm', 'k');
    await registeredModels.deleteTag('default', 'm', 'k');
    await registeredModels.deleteAlias('default', 'm', 'a');
    await registeredModels.deleteAlias('default', 'm', 'a');
    expect(await registeredModels.get('default', 'm')).toMatchObject({ tags: new Map(), aliases: new Map() });
    const missing = { code: 'RESOURCE_DOES_NOT_EXIST' };
    await expect(registeredModels.setAlias('default', 'm', 'a', 9)).rejects.toMatchObject(missing);
    await expect(registeredModels.setTag('default', 'none', 'k', 'v')).rejects.toMatchObject(missing);
    await expect(registeredModels.deleteTag('default', 'none', 'k')).rejects.toMatchObject(missing);
    await expect(registeredModels.deleteAlias('default', 'none', 'a')).rejects.toMatchObject(missing);
  });

  test('the latest versions of a model are the highest of each stage', async () => {
    const { registeredModels, modelVersions } = await open();
    await registeredModels.create('default', newModel('m'));
    for (let count = 0; count < 4; count++) await modelVersions.create('default', newVersion('m'));
    await modelVersions.transition('default', 'm', 1, 'Production', false);
    await modelVersions.transition('default', 'm', 2, 'Production', false);
    await modelVersions.transition('default', 'm', 3, 'Archived', false);
    const { latestVersions } = await registeredModels.get('default', 'm');
    expect(latestVersions.map(({ stage, version }) => `${stage} ${version}`).sort()).toEqual([
      'Archived 3',
      'None 4',
      'Production 2',
    ]);
  });

  searchCases(open);
}

function searchCases(open: OpenStores): void {
  const names = async (store: RegisteredModelStore, filter: string, order: readonly string[] = []) => {
    const { items } = await store.search('default', {
      conditions: parseEntityFilter(filter, REGISTERED_MODEL_FIELDS),
      order: parseEntityOrder(order, REGISTERED_MODEL_FIELDS),
      limit: 10,
    });
    return items.map(({ name }) => name).join(' ');
  };

  test('models are found by name and tags; prompts only when asked for', async () => {
    const { registeredModels: store } = await open();
    await store.create('default', newModel('Iris', { tags: new Map([['team', 'a']]) }));
    await store.create('default', newModel('iris_2', { tags: new Map([['team', 'b']]) }));
    await store.create('default', newModel('wine'));
    const prompt = [PROMPT_TAG.isPrompt, 'true'] as const;
    await store.create('default', newModel('ask', { tags: new Map([prompt, ['team', 'a']]) }));
    await store.create('other', newModel('elsewhere'));

    expect(await names(store, '')).toBe('Iris iris_2 wine');
    expect(await names(store, "name = 'Iris'")).toBe('Iris');
    expect(await names(store, "name != 'Iris'")).toBe('iris_2 wine');
    expect(await names(store, "name LIKE 'iris%'")).toBe('iris_2');
    expect(await names(store, "name ILIKE 'iris%'")).toBe('Iris iris_2');
    expect(await names(store, "name IN ('wine', 'Iris')")).toBe('Iris wine');
    expect(await names(store, "tags.team = 'a'")).toBe('Iris');
    expect(await names(store, "tags.team != 'a'")).toBe('iris_2');
    expect(await names(store, "tags.team LIKE '%' AND name ILIKE 'iris%'")).toBe('Iris iris_2');

    const asked = 'tags.`mlflow.prompt.is_prompt`';
    expect(await names(store, `${asked} = 'true'`)).toBe('ask');
    expect(await names(store, `${asked} != 'false' AND tags.team = 'a'`)).toBe('ask');
    expect(await names(store, `${asked} = 'true' AND name LIKE 'x%'`)).toBe('');
    expect(await names(store, `${asked} = 'false'`)).toBe('Iris iris_2 wine');
    expect(await names(store, `${asked} != 'true' AND tags.team = 'a'`)).toBe('Iris');
  });

  test('models are ordered by name, or by when they were changed', async () => {
    const clock = { nowMs: NOW_MS };
    const { registeredModels: store } = await open(clock);
    for (const name of ['b', 'a', 'c']) {
      await store.create('default', newModel(name));
      clock.nowMs++;
    }
    expect(await names(store, '')).toBe('a b c');
    expect(await names(store, '', ['name DESC'])).toBe('c b a');
    expect(await names(store, '', ['timestamp ASC'])).toBe('b a c');
    expect(await names(store, '', ['last_updated_timestamp DESC', 'name'])).toBe('c a b');
    await expect(names(store, '', ['name', 'name DESC'])).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    await expect(names(store, '', ['tags.team'])).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
  });

  test('pages neither repeat nor miss models, though others come and go meanwhile', async () => {
    const { registeredModels: store } = await open();
    for (const name of ['b', 'd', 'f', 'h']) await store.create('default', newModel(name));
    const page = (after?: readonly (string | number | null)[]) =>
      store.search('default', { conditions: [], order: [], limit: 2, after });
    const first = await page();
    expect(first.items.map(({ name }) => name)).toEqual(['b', 'd']);
    await store.create('default', newModel('a'));
    await store.delete('default', 'b');
    const second = await page(first.next);
    expect(second.items.map(({ name }) => name)).toEqual(['f', 'h']);
    expect(second.next).toBeUndefined();
  });
}
