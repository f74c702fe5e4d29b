import { expect, test } from 'vitest';
import { LOGGED_MODEL_FIELDS } from '../../../filter/entities/logged-model-fields.ts';
import { parseEntityFilter } from '../../../filter/entities/parse-entity-filter.ts';
import { NOW_MS, type OpenedStores, type OpenStores } from '../opened-stores.contract.ts';
import type {
  LoggedModelMetric,
  LoggedModelOrder,
  LoggedModelSearch,
  LoggedModelStore,
  NewLoggedModel,
} from './logged-model-store.ts';

/** A model of that name; everything else is nothing unless given. */
export function newLoggedModel(name: string, given: Partial<NewLoggedModel> = {}): NewLoggedModel {
  return {
    experimentId: '1',
    name,
    experimentLocation: 'mlflow-artifacts:/1',
    modelType: '',
    sourceRunId: '',
    tags: new Map(),
    params: new Map(),
    ...given,
  };
}

function metric(modelId: string, given: Partial<LoggedModelMetric> = {}): LoggedModelMetric {
  const on = { datasetName: '', datasetDigest: '' };
  return { modelId, key: 'acc', value: 0.5, timestampMs: 1, step: 0, runId: 'r1', ...on, ...given };
}

/** What every adapter has to do with logged models. */
export function loggedModelCases(open: OpenStores): void {
  test('a model has a place of its own in its experiment, and is pending', async () => {
    const { loggedModels } = await open();
    const made = await loggedModels.create(
      'default',
      newLoggedModel('net', {
        modelType: 'Agent',
        sourceRunId: 'r1',
        tags: new Map([['k', 'v']]),
        params: new Map([['lr', '0.1']]),
      }),
    );
    expect(made).toEqual({
      id: expect.stringMatching(/^m-[0-9a-f]{32}$/),
      experimentId: '1',
      name: 'net',
      artifactLocation: `mlflow-artifacts:/1/models/${made.id}/artifacts`,
      modelType: 'Agent',
      sourceRunId: 'r1',
      status: 'PENDING',
      createdMs: NOW_MS,
      updatedMs: NOW_MS,
      tags: new Map([['k', 'v']]),
      params: new Map([['lr', '0.1']]),
      metrics: [],
    });
    expect(await loggedModels.get('default', made.id)).toEqual(made);
    await expect(loggedModels.get('other', made.id)).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: `Logged model with ID '${made.id}' not found.`,
    });
  });

  test('a model is finalized, then deleted, and still there for who insists', async () => {
    const clock = { nowMs: NOW_MS };
    const { loggedModels } = await open(clock);
    const { id } = await loggedModels.create('default', newLoggedModel('net'));
    clock.nowMs += 5;
    expect(await loggedModels.finalize('default', id, 'READY')).toMatchObject({
      status: 'READY',
      updatedMs: NOW_MS + 5,
    });
    await loggedModels.delete('default', id);
    await expect(loggedModels.get('default', id)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    expect(await loggedModels.get('default', id, true)).toMatchObject({ id, status: 'READY' });
    await expect(loggedModels.finalize('default', 'm-0', 'READY')).rejects.toThrow('not found');
  });

  test('parameters stay as they were given first, tags are replaced and taken back', async () => {
    const { loggedModels } = await open();
    const { id } = await loggedModels.create('default', newLoggedModel('net', { params: new Map([['lr', '0.1']]) }));
    await loggedModels.addParams('default', id, new Map(Object.entries({ lr: '0.1', depth: '3' })));
    const other = new Map(Object.entries({ new: '1', lr: '0.2' }));
    await expect(loggedModels.addParams('default', id, other)).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    });
    await loggedModels.setTags('default', id, new Map(Object.entries({ k: 'old', l: '' })));
    await loggedModels.setTags('default', id, new Map([['k', 'new']]));
    const model = await loggedModels.get('default', id);
    expect(Object.fromEntries(model.params)).toEqual({ lr: '0.1', depth: '3' });
    expect(Object.fromEntries(model.tags)).toEqual({ k: 'new', l: '' });
    await loggedModels.deleteTag('default', id, 'k');
    await expect(loggedModels.deleteTag('default', id, 'k')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: `No tag with key 'k' found for model with ID '${id}'.`,
    });
  });

  test('the versions that were made from a model stand in a tag of it, each once', async () => {
    const { loggedModels } = await open();
    const { id } = await loggedModels.create('default', newLoggedModel('net'));
    const noted = [1, 2, 1].map((version) => loggedModels.noteVersion('default', id, { name: 'm', version }));
    await Promise.all(noted);
    const { tags } = await loggedModels.get('default', id);
    const versions = JSON.parse(tags.get('mlflow.modelVersions') ?? '') as { version: string }[];
    // Which of them comes first is anybody's guess.
    expect(versions.toSorted((a, b) => Number(a.version) - Number(b.version))).toEqual([
      { name: 'm', version: '1' },
      { name: 'm', version: '2' },
    ]);
  });

  test('metrics of models come back with what they were measured on; those of unknown models are left out', async () => {
    const { loggedModels } = await open();
    const { id } = await loggedModels.create('default', newLoggedModel('net'));
    const measured = [
      metric(id, { value: Number.NaN }),
      metric(id, { step: 1, value: Number.POSITIVE_INFINITY, datasetName: 'd', datasetDigest: 'x' }),
      metric(id, { key: 'loss', value: -1.5 }),
    ];
    await loggedModels.addMetrics('default', [...measured, metric('m-unknown')]);
    await loggedModels.addMetrics('default', [metric(id, { key: 'loss', value: -2 })]);
    expect((await loggedModels.get('default', id)).metrics).toEqual([
      measured[0],
      measured[1],
      metric(id, { key: 'loss', value: -2 }),
    ]);
  });

  searchCases(open);
}

function searchCases(open: OpenStores): void {
  const found = async (store: LoggedModelStore, filter: string, given: Partial<LoggedModelSearch> = {}) => {
    const { items } = await store.search('default', {
      experimentIds: ['1'],
      conditions: parseEntityFilter(filter, LOGGED_MODEL_FIELDS),
      datasets: [],
      order: [],
      limit: 10,
      ...given,
    });
    return items.map(({ name }) => name).join(' ');
  };

  /** Models a to d, each made a millisecond after the other; d has no metrics. */
  const filled = async (): Promise<OpenedStores> => {
    const clock = { nowMs: NOW_MS };
    const stores = await open(clock);
    for (const [name, type, value, dataset] of [
      ['a', 'Agent', 0.1, 'train'],
      ['b', 'Agent', 0.9, 'test'],
      ['c', 'Chain', 0.5, 'test'],
      ['d', 'Chain', undefined, ''],
    ] as const) {
      const params = new Map([['lr', name]]);
      const { id } = await stores.loggedModels.create('default', newLoggedModel(name, { modelType: type, params }));
      if (value !== undefined) {
        const on = { datasetName: dataset, datasetDigest: `${dataset}-1` };
        await stores.loggedModels.addMetrics('default', [
          metric(id, { value: 0, timestampMs: 0 }),
          metric(id, { value, ...on }),
        ]);
      }
      clock.nowMs++;
    }
    return stores;
  };

  test('models are found by attributes, parameters, tags and metrics, newest first', async () => {
    const { loggedModels: store } = await filled();
    expect(await found(store, '')).toBe('d c b a');
    expect(await found(store, "name = 'a'")).toBe('a');
    expect(await found(store, "model_type = 'Agent' AND params.lr != 'a'")).toBe('b');
    expect(await found(store, "params.lr IN ('a', 'c')")).toBe('c a');
    expect(await found(store, 'metrics.acc >= 0.5')).toBe('c b');
    expect(await found(store, `creation_timestamp > ${NOW_MS}`)).toBe('d c b');
    expect(await found(store, "tags.k = 'v'")).toBe('');
    expect(await found(store, '', { experimentIds: ['2'] })).toBe('');
    expect(await found(store, '', { experimentIds: [] })).toBe('');
  });

  test('conditions on metrics can be kept to what they were measured on', async () => {
    const { loggedModels: store } = await filled();
    expect(await found(store, 'metrics.acc > 0.05', { datasets: [{ datasetName: 'test' }] })).toBe('c b');
    const train = { datasetName: 'train', datasetDigest: 'train-1' };
    expect(await found(store, 'metrics.acc > 0.05', { datasets: [train] })).toBe('a');
    expect(await found(store, '', { datasets: [{ datasetName: 'test' }] })).toBe('c b');
    expect(await found(store, '', { datasets: [{ datasetName: 'test', datasetDigest: 'other' }] })).toBe('');
  });

  test('models are ordered by the metric measured last; those without it come last in both directions', async () => {
    const { loggedModels: store } = await filled();
    const by = (isDescending: boolean): LoggedModelOrder[] => [{ kind: 'metric', key: 'acc', isDescending }];
    expect(await found(store, '', { order: by(false) })).toBe('a c b d');
    expect(await found(store, '', { order: by(true) })).toBe('b c a d');
    expect(await found(store, '', { order: [{ kind: 'attribute', key: 'name', isDescending: false }] })).toBe(
      'a b c d',
    );
    const onTest = { kind: 'metric', key: 'acc', isDescending: false, on: { datasetName: 'test' } } as const;
    expect(await found(store, '', { order: [onTest] })).toBe('c b d a');
    const unknown = { kind: 'attribute', key: 'colour', isDescending: false } as const;
    await expect(found(store, '', { order: [unknown] })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
  });

  test('pages ordered by a metric go on where the last one ended, also among those without it', async () => {
    const { loggedModels: store } = await filled();
    await store.create('default', newLoggedModel('e'));
    const order: LoggedModelOrder[] = [{ kind: 'metric', key: 'acc', isDescending: true }];
    const names: string[] = [];
    let after: LoggedModelSearch['after'];
    do {
      const page = await store.search('default', {
        experimentIds: ['1'],
        conditions: [],
        datasets: [],
        order,
        limit: 1,
        after,
      });
      names.push(...page.items.map(({ name }) => name));
      after = page.next;
    } while (after !== undefined);
    expect(names).toEqual(['b', 'c', 'a', 'e', 'd']);
  });

  test('deleted models are not found', async () => {
    const { loggedModels: store } = await open();
    const { id } = await store.create('default', newLoggedModel('net'));
    await store.delete('default', id);
    expect(await found(store, '')).toBe('');
  });
}
