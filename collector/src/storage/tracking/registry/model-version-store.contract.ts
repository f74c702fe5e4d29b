import { PROMPT_TAG } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { parseEntityFilter } from '../../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../../filter/entities/parse-entity-order.ts';
import { MODEL_VERSION_FIELDS } from '../../../filter/entities/registry-fields.ts';
import { NOW_MS, type OpenedStores, type OpenStores } from '../opened-stores.contract.ts';
import { newModel, newVersion } from './registered-model-store.contract.ts';

/** What every adapter has to do with versions of registered models. */
export function modelVersionCases(open: OpenStores): void {
  const withModel = async (clock = { nowMs: NOW_MS }): Promise<OpenedStores> => {
    const stores = await open(clock);
    await stores.registeredModels.create('default', newModel('m'));
    return stores;
  };

  test('versions are counted from 1 and come back as they were made', async () => {
    const { modelVersions, registeredModels } = await withModel();
    const given = newVersion('m', {
      description: 'd',
      source: 'runs:/r/model',
      storageLocation: 'mlflow-artifacts:/1/r/artifacts/model',
      runId: 'r',
      runLink: 'http://run',
      modelId: 'm-1',
      tags: new Map([['k', 'v']]),
    });
    const made = await modelVersions.create('default', given);
    const rest = { version: 1, stage: 'None', createdMs: NOW_MS, updatedMs: NOW_MS, aliases: [] };
    expect(made).toEqual({ ...given, ...rest });
    expect(await modelVersions.get('default', 'm', 1)).toEqual(made);
    expect(await modelVersions.create('default', newVersion('m'))).toMatchObject({ version: 2 });
    await registeredModels.create('default', newModel('n'));
    expect(await modelVersions.create('default', newVersion('n'))).toMatchObject({ version: 1 });
    await expect(modelVersions.create('default', newVersion('none'))).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('many versions made at once have numbers of their own', async () => {
    const { modelVersions } = await withModel();
    const made = await Promise.all(Array.from({ length: 20 }, () => modelVersions.create('default', newVersion('m'))));
    expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
  });

  test('a number does not come again when its version is deleted', async () => {
    const { modelVersions, registeredModels } = await withModel();
    for (let count = 0; count < 2; count++) {
      await modelVersions.create('default', newVersion('m', { tags: new Map([['k', 'v']]) }));
    }
    await registeredModels.setAlias('default', 'm', 'champion', 2);
    await modelVersions.delete('default', 'm', 2);
    await expect(modelVersions.get('default', 'm', 2)).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Model Version (name=m, version=2) not found',
    });
    await expect(modelVersions.delete('default', 'm', 2)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    expect((await registeredModels.get('default', 'm')).aliases).toEqual(new Map());
    expect(await modelVersions.create('default', newVersion('m'))).toMatchObject({ version: 3, tags: new Map() });
  });

  test('a version goes from stage to stage, and others to the archive if that is wanted', async () => {
    const clock = { nowMs: NOW_MS };
    const { modelVersions, registeredModels } = await withModel(clock);
    for (let count = 0; count < 3; count++) await modelVersions.create('default', newVersion('m'));
    const stages = async (): Promise<string> => {
      const of = [1, 2, 3].map(async (version) => (await modelVersions.get('default', 'm', version)).stage);
      return (await Promise.all(of)).join(' ');
    };
    await modelVersions.transition('default', 'm', 1, 'Production', false);
    await modelVersions.transition('default', 'm', 2, 'Production', false);
    expect(await stages()).toBe('Production Production None');
    clock.nowMs += 5;
    expect(await modelVersions.transition('default', 'm', 3, 'Production', true)).toMatchObject({
      stage: 'Production',
      updatedMs: NOW_MS + 5,
    });
    expect(await stages()).toBe('Archived Archived Production');
    expect(await registeredModels.get('default', 'm')).toMatchObject({ updatedMs: NOW_MS + 5 });
    await expect(modelVersions.transition('default', 'm', 9, 'Staging', true)).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
    expect(await stages()).toBe('Archived Archived Production');
  });

  test('the latest of some stages are found', async () => {
    const { modelVersions } = await withModel();
    for (let count = 0; count < 3; count++) await modelVersions.create('default', newVersion('m'));
    await modelVersions.transition('default', 'm', 1, 'Staging', false);
    const latest = async (...stages: ('None' | 'Staging' | 'Production')[]): Promise<readonly number[]> =>
      (await modelVersions.latest('default', 'm', stages)).map(({ version }) => version);
    expect(await latest('None')).toEqual([3]);
    expect(await latest('Staging', 'Production')).toEqual([1]);
    expect(await latest('None', 'Staging')).toEqual([1, 3]);
    await expect(modelVersions.latest('default', 'none', ['None'])).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('a version is found by its alias, the highest as latest', async () => {
    const { modelVersions, registeredModels } = await withModel();
    await expect(modelVersions.getByAlias('default', 'm', 'latest')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Latest version not found for model m.',
    });
    for (let count = 0; count < 3; count++) await modelVersions.create('default', newVersion('m'));
    await modelVersions.transition('default', 'm', 1, 'Staging', false);
    await registeredModels.setAlias('default', 'm', 'champion', 2);
    await registeredModels.setAlias('default', 'm', 'best', 2);
    expect(await modelVersions.getByAlias('default', 'm', 'champion')).toMatchObject({
      version: 2,
      aliases: ['best', 'champion'],
    });
    expect(await modelVersions.getByAlias('default', 'm', 'Latest')).toMatchObject({ version: 3 });
    await expect(modelVersions.getByAlias('default', 'm', 'none')).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: 'Registered model alias none not found.',
    });
    await expect(modelVersions.getByAlias('default', 'none', 'a')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('a version is described and tagged', async () => {
    const { modelVersions } = await withModel();
    await modelVersions.create('default', newVersion('m'));
    expect(await modelVersions.update('default', 'm', 1, 'new')).toMatchObject({ description: 'new' });
    await modelVersions.setTag('default', 'm', 1, 'k', 'old');
    await modelVersions.setTag('default', 'm', 1, 'k', 'new');
    expect(await modelVersions.get('default', 'm', 1)).toMatchObject({ tags: new Map([['k', 'new']]) });
    await modelVersions.deleteTag('default', 'm', 1, 'k');
    await modelVersions.deleteTag('default', 'm', 1, 'k');
    expect(await modelVersions.get('default', 'm', 1)).toMatchObject({ tags: new Map() });
    const missing = { code: 'RESOURCE_DOES_NOT_EXIST' };
    await expect(modelVersions.update('default', 'm', 2, '')).rejects.toMatchObject(missing);
    await expect(modelVersions.setTag('default', 'm', 2, 'k', 'v')).rejects.toMatchObject(missing);
    await expect(modelVersions.deleteTag('default', 'm', 2, 'k')).rejects.toMatchObject(missing);
  });

  test('versions are found by what they are made from, in the order asked for', async () => {
    const clock = { nowMs: NOW_MS };
    const { modelVersions, registeredModels } = await withModel(clock);
    await registeredModels.create('default', newModel('n'));
    await registeredModels.create('default', newModel('ask', { tags: new Map([[PROMPT_TAG.isPrompt, 'true']]) }));
    const source = 's3://b/1';
    for (const version of [
      newVersion('m', { runId: 'r1', tags: new Map([['k', 'a']]) }),
      newVersion('m', { runId: 'r2', source, tags: new Map([['k', 'b']]) }),
      newVersion('n', { runId: 'r1' }),
      newVersion('ask', { tags: new Map([[PROMPT_TAG.isPrompt, 'true']]) }),
    ]) {
      await modelVersions.create('default', version);
      clock.nowMs++;
    }
    const found = async (filter: string, ...order: string[]): Promise<string> => {
      const { items } = await modelVersions.search('default', {
        conditions: parseEntityFilter(filter, MODEL_VERSION_FIELDS),
        order: parseEntityOrder(order, MODEL_VERSION_FIELDS),
        limit: 10,
      });
      return items.map(({ name, version }) => `${name}${version}`).join(' ');
    };
    expect(await found('')).toBe('n1 m2 m1');
    expect(await found('', 'name DESC', 'version_number ASC')).toBe('n1 m1 m2');
    expect(await found("name = 'm'")).toBe('m2 m1');
    expect(await found("run_id = 'r1'", 'name')).toBe('m1 n1');
    expect(await found("run_id IN ('r2', 'r3')")).toBe('m2');
    expect(await found("source_path = 's3://b/1'")).toBe('m2');
    expect(await found("name = 'm' AND version_number >= 2")).toBe('m2');
    expect(await found("tags.k LIKE '%'", 'creation_timestamp')).toBe('m1 m2');
    expect(await found("tags.k = 'a'")).toBe('m1');
    expect(await found("tags.`mlflow.prompt.is_prompt` = 'true'")).toBe('ask1');
    expect(await found("name = 'ask'")).toBe('');
  });

  test('pages of versions go on where the last one ended', async () => {
    const { modelVersions } = await withModel();
    for (let count = 0; count < 5; count++) await modelVersions.create('default', newVersion('m'));
    const numbers: number[] = [];
    let after: Awaited<ReturnType<typeof modelVersions.search>>['next'];
    do {
      const page = await modelVersions.search('default', { conditions: [], order: [], limit: 2, after });
      numbers.push(...page.items.map(({ version }) => version));
      after = page.next;
    } while (after !== undefined);
    expect(numbers).toEqual([5, 4, 3, 2, 1]);
  });
}
