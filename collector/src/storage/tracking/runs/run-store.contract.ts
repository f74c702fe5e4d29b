import { expect, test } from 'vitest';
import { parseEntityFilter } from '../../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../../filter/entities/parse-entity-order.ts';
import { RUN_FIELDS } from '../../../filter/entities/run-fields.ts';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { NewRun, RunLog, RunSearch, RunStore } from './run-store.ts';

const NEW: NewRun = { experimentId: '0', name: 'first', userId: 'me', startMs: undefined, tags: new Map() };

const missing = { code: 'RESOURCE_DOES_NOT_EXIST', message: 'Run with id=abc not found' };

/** What every adapter has to do with runs. */
export function runCases(open: OpenStores): void {
  test('a run starts when it is made, unless it says when', async () => {
    const { runs } = await open();
    const run = await runs.create('default', { ...NEW, tags: new Map([['team', 'a']]) });
    expect(run).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      experimentId: '0',
      name: 'first',
      userId: 'me',
      status: 'RUNNING',
      lifecycle: 'active',
      artifactUri: `mlflow-artifacts:/0/${run.id}/artifacts`,
      startMs: NOW_MS,
      endMs: undefined,
      metrics: [],
      params: new Map(),
      tags: new Map([
        ['team', 'a'],
        ['mlflow.runName', 'first'],
      ]),
      datasets: [],
      modelInputs: [],
      modelOutputs: [],
    });
    expect(await runs.get('default', run.id)).toEqual(run);
    expect(await runs.create('default', { ...NEW, startMs: 5 })).toMatchObject({ startMs: 5 });
    await expect(runs.get('other', run.id)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  test('a run needs an experiment that is there and active', async () => {
    const { runs, experiments } = await open();
    await expect(runs.create('default', { ...NEW, experimentId: '9' })).rejects.toMatchObject({
      message: 'No Experiment with id=9 exists',
    });
    await experiments.setLifecycle('default', '0', 'deleted');
    await expect(runs.create('default', NEW)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
  });

  test('a run that ends without saying when ends now', async () => {
    const clock = { nowMs: NOW_MS };
    const { runs } = await open(clock);
    const { id } = await runs.create('default', NEW);
    clock.nowMs += 70;
    expect(await runs.update('default', id, { name: 'renamed' })).toMatchObject({
      status: 'RUNNING',
      endMs: undefined,
    });
    expect(await runs.update('default', id, { status: 'FINISHED' })).toMatchObject({ endMs: NOW_MS + 70 });
    expect(await runs.update('default', id, { status: 'FAILED', endMs: 9 })).toMatchObject({ endMs: 9 });
    expect(await runs.get('default', id)).toMatchObject({
      name: 'renamed',
      status: 'FAILED',
      endMs: 9,
      tags: new Map([['mlflow.runName', 'renamed']]),
    });
    await runs.log('default', id, { tags: new Map([['mlflow.runName', 'by tag']]) });
    expect(await runs.getInfo('default', id)).toMatchObject({ name: 'by tag' });
  });

  test('runs are deleted and restored, by themselves and with their experiment', async () => {
    const { runs, experiments } = await open();
    const { id } = await runs.create('default', NEW);
    for (const _ of [1, 2]) await runs.setLifecycle('default', id, 'deleted');
    expect(await runs.get('default', id)).toMatchObject({ lifecycle: 'deleted' });
    const refused = {
      code: 'INVALID_PARAMETER_VALUE',
      message: `The run ${id} must be in the 'active' state. Current state is deleted.`,
    };
    await expect(runs.update('default', id, {})).rejects.toMatchObject(refused);
    await expect(runs.log('default', id, {})).rejects.toMatchObject(refused);
    await expect(runs.deleteTag('default', id, 'a')).rejects.toMatchObject(refused);
    await expect(runs.addOutputs('default', id, [])).rejects.toMatchObject(refused);
    await runs.setLifecycle('default', id, 'active');
    await experiments.setLifecycle('default', '0', 'deleted');
    expect(await runs.getInfo('default', id)).toMatchObject({ lifecycle: 'deleted' });
    await experiments.setLifecycle('default', '0', 'active');
    expect(await runs.getInfo('default', id)).toMatchObject({ lifecycle: 'active' });
  });

  test('a run that is not there is not found', async () => {
    const { runs } = await open();
    await expect(runs.get('default', 'abc')).rejects.toMatchObject(missing);
    await expect(runs.getInfo('default', 'abc')).rejects.toMatchObject(missing);
    await expect(runs.update('default', 'abc', {})).rejects.toMatchObject(missing);
    await expect(runs.setLifecycle('default', 'abc', 'deleted')).rejects.toMatchObject(missing);
    await expect(runs.log('default', 'abc', {})).rejects.toMatchObject(missing);
    await expect(runs.changeTag('default', 'abc', 'k', () => 'v')).rejects.toMatchObject(missing);
    await expect(runs.addInputs('default', 'abc', [], [])).rejects.toMatchObject(missing);
  });

  test('a parameter keeps its value, and one that changes takes the whole request back', async () => {
    const { runs } = await open();
    const { id } = await runs.create('default', NEW);
    await runs.log('default', id, { params: new Map([['a', '1']]) });
    await runs.log('default', id, { params: new Map([['a', '1']]) });
    await expect(runs.log('default', id, { params: new Map([['a', '2']]) })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message:
        "Changing param values is not allowed. Param with key='a' was already logged with value='1' for run " +
        `ID='${id}'. Attempted logging new value '2'.`,
    });
    const log: RunLog = {
      params: new Map([
        ['b', '1'],
        ['a', '2'],
      ]),
      tags: new Map([['t', 'x']]),
      metrics: [{ key: 'm', value: 1, timestampMs: 1, step: 0 }],
    };
    const refused = { message: expect.stringContaining("[{'key': 'a', 'old_value': '1', 'new_value': '2'}]") };
    await expect(runs.log('default', id, log)).rejects.toMatchObject(refused);
    const tags = new Map([['mlflow.runName', 'first']]);
    expect(await runs.get('default', id)).toMatchObject({ params: new Map([['a', '1']]), tags, metrics: [] });
  });

  test('many requests at once are written, each of them whole', async () => {
    const { runs } = await open();
    const { id } = await runs.create('default', NEW);
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        runs.log('default', id, {
          params: new Map([[`p${index % 25}`, String(index)]]),
          tags: new Map([[`t${index}`, 'x']]),
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(25);
    const { params, tags } = await runs.get('default', id);
    expect(params.size).toBe(25);
    expect(tags.size).toBe(26);
  });

  test('tags are replaced, changed and removed', async () => {
    const { runs } = await open();
    const { id } = await runs.create('default', NEW);
    await runs.log('default', id, { tags: new Map([['a', '1']]) });
    await runs.log('default', id, { tags: new Map([['a', '2']]) });
    await Promise.all(['x', 'y'].map((more) => runs.changeTag('default', id, 'a', (old) => `${old}${more}`)));
    expect((await runs.get('default', id)).tags.get('a')).toBe('2xy');
    await runs.deleteTag('default', id, 'a');
    await expect(runs.deleteTag('default', id, 'a')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: `No tag with name: a in run with id ${id}`,
    });
  });

  test('data and models that went in and out are noted once each, in their order', async () => {
    const { runs } = await open();
    const { id } = await runs.create('default', NEW);
    const dataset = (name: string) => ({
      ...{ name, digest: 'd', sourceType: 'local', source: '{}', schema: undefined, profile: '{"rows":1}' },
      tags: new Map([['mlflow.data.context', 'training']]),
    });
    await runs.addInputs('default', id, [dataset('b')], ['m-2', 'm-1']);
    await runs.addInputs('default', id, [dataset('a'), dataset('b')], ['m-2']);
    await runs.addOutputs('default', id, [
      { modelId: 'm-9', step: 1 },
      { modelId: 'm-9', step: 0 },
    ]);
    expect(await runs.get('default', id)).toMatchObject({
      datasets: [dataset('b'), dataset('a')],
      modelInputs: ['m-2', 'm-1'],
      modelOutputs: [
        { modelId: 'm-9', step: 1 },
        { modelId: 'm-9', step: 0 },
      ],
    });
  });

  searchCases(open);
}

type Made = Readonly<Record<string, { readonly start: number; readonly log: RunLog; readonly status?: 'FINISHED' }>>;

const point = (key: string, value: number) => ({ key, value, timestampMs: 1, step: 0 });

const RUNS: Made = {
  low: { start: 1, status: 'FINISHED', log: { metrics: [point('acc', 0.1)], params: new Map([['lr', '0.1']]) } },
  high: { start: 2, status: 'FINISHED', log: { metrics: [point('acc', 0.9)], tags: new Map([['team', 'A']]) } },
  nan: { start: 3, log: { metrics: [point('acc', Number.NaN)], tags: new Map([['team', 'a']]) } },
  top: { start: 4, log: { metrics: [point('acc', Number.POSITIVE_INFINITY)], params: new Map([['lr', '0.01']]) } },
  none: { start: 5, log: { metrics: [point('loss', 2)] } },
};

/** The runs of {@link RUNS} in the experiment Default, and one in another. */
async function made(open: OpenStores) {
  const stores = await open();
  const { runs, experiments } = stores;
  for (const [name, { start, log, status }] of Object.entries(RUNS)) {
    const { id } = await runs.create('default', { ...NEW, name, startMs: start });
    await runs.log('default', id, log);
    if (status !== undefined) await runs.update('default', id, { status, endMs: 10 * start });
  }
  const other = await experiments.create('default', { name: 'other' });
  await runs.create('default', { ...NEW, experimentId: other, name: 'elsewhere', startMs: 9 });
  return stores;
}

async function names(runs: RunStore, given: Partial<RunSearch>): Promise<readonly string[]> {
  const search = { experimentIds: ['0'], lifecycle: undefined, conditions: [], order: [], limit: 10, ...given };
  return (await runs.search('default', search)).items.map(({ name }) => name);
}

function searchCases(open: OpenStores): void {
  test('runs of experiments are found, the one that started last first', async () => {
    const { runs } = await made(open);
    expect(await names(runs, {})).toEqual(['none', 'top', 'nan', 'high', 'low']);
    expect(await names(runs, { experimentIds: ['1', '0', '77', 'x'], limit: 2 })).toEqual(['elsewhere', 'none']);
    expect(await names(runs, { experimentIds: [] })).toEqual([]);
    const { items } = await runs.search('default', {
      experimentIds: ['0'],
      lifecycle: 'active',
      conditions: [],
      order: [],
      limit: 9,
    });
    expect(items.at(-1)).toMatchObject({ metrics: [{ key: 'acc', value: 0.1 }], params: new Map([['lr', '0.1']]) });
    await runs.setLifecycle('default', items[0]!.id, 'deleted');
    expect(await names(runs, { lifecycle: 'deleted' })).toEqual(['none']);
    expect(await names(runs, { lifecycle: 'active', limit: 1 })).toEqual(['top']);
    const count = (lifecycle: 'active' | 'deleted', experimentIds: readonly string[]) =>
      runs.count('default', { experimentIds, lifecycle, conditions: [] });
    expect([await count('deleted', ['0']), await count('active', ['0', '1']), await count('active', [])]).toEqual([
      1, 5, 0,
    ]);
  });

  test.each([
    ['metrics.acc > 0.5', ['top', 'high']],
    ['metric.acc <= 0.9', ['high', 'low']],
    ['metrics.acc != 0.9', ['top', 'nan', 'low']],
    ["params.lr = '0.1'", ['low']],
    ["parameter.lr != '0.1'", ['top']],
    ["param.lr LIKE '0.0%'", ['top']],
    ["tags.team ILIKE 'A'", ['nan', 'high']],
    ["tag.team LIKE 'A'", ['high']],
    ['tags.team IS NULL AND params.lr IS NOT NULL', ['top', 'low']],
    ["attributes.status = 'FINISHED'", ['high', 'low']],
    ["status != 'FINISHED' and run_name LIKE 'n%'", ['none', 'nan']],
    ["attribute.`run name` = 'low'", ['low']],
    ["tags.mlflow.runName = 'low'", ['low']],
    ['start_time > 2 AND start_time <= 4', ['top', 'nan']],
    ['end_time < 15', ['low']],
    ["run_id IN ('x')", []],
    ["artifact_uri LIKE '%/artifacts' AND user_id = 'me' AND start_time = 1", ['low']],
  ])('%s', async (filter, expected) => {
    const { runs } = await made(open);
    const conditions = parseEntityFilter(filter, RUN_FIELDS);
    expect(await names(runs, { conditions })).toEqual(expected);
    const meant = { experimentIds: ['0', '77'], lifecycle: undefined, conditions };
    expect(await runs.count('default', meant)).toBe(expected.length);
  });

  test('a text with a character of code 0 is refused, and what came with it is not kept', async () => {
    const { runs } = await open();
    const { id } = await runs.create('default', NEW);
    const tags = new Map([
      ['fine', 'x'],
      ['odd', 'a\0b'],
    ]);
    const refused = { code: 'INVALID_PARAMETER_VALUE', message: 'a text has a character of code 0' };
    await expect(runs.log('default', id, { tags })).rejects.toMatchObject(refused);
    await expect(runs.create('default', { ...NEW, name: '\0' })).rejects.toMatchObject(refused);
    expect((await runs.get('default', id)).tags.has('fine')).toBe(false);
  });

  test('ILIKE knows capitals of all scripts', async () => {
    const { runs } = await open();
    const { id } = await runs.create('default', NEW);
    await runs.log('default', id, { params: new Map([['city', 'Łódź, ΑΘΗΝΑ']]) });
    for (const filter of ["params.city ILIKE 'łÓDŹ%'", "params.city ILIKE '%αθηνα'", "params.city ILIKE '%Αθήνα'"]) {
      const found = await names(runs, { conditions: parseEntityFilter(filter, RUN_FIELDS) });
      expect([filter, found.length]).toEqual([filter, filter.includes('ή') ? 0 : 1]);
    }
  });

  test('the data that experiments have used is told once for each use', async () => {
    const { runs, experiments } = await open();
    const other = await experiments.create('default', { name: 'other' });
    const dataset = {
      name: 'squad',
      digest: 'd1',
      sourceType: 'local',
      source: '{}',
      schema: undefined,
      profile: undefined,
    };
    const used = (context: string) => ({ ...dataset, tags: new Map([['mlflow.data.context', context]]) });
    for (const [experimentId, data] of [
      ['0', used('eval')],
      ['0', used('eval')],
      ['0', { ...dataset, tags: new Map() }],
      [other, used('training')],
    ] as const) {
      const { id } = await runs.create('default', { ...NEW, experimentId });
      await runs.addInputs('default', id, [data], []);
    }
    const summary = { experimentId: '0', name: 'squad', digest: 'd1' };
    const found = await runs.usedDatasets('default', ['0', 'none'], 10);
    expect(found).toHaveLength(2);
    expect(found).toEqual(
      expect.arrayContaining([
        { ...summary, context: 'eval' },
        { ...summary, context: undefined },
      ]),
    );
    expect(await runs.usedDatasets('default', [other], 10)).toEqual([
      { ...summary, experimentId: other, context: 'training' },
    ]);
    expect(await runs.usedDatasets('default', ['0'], 1)).toHaveLength(1);
    expect(await runs.usedDatasets('default', [], 1)).toEqual([]);
  });

  test('runs are found by the data that they used', async () => {
    const { runs } = await open();
    const { id } = await runs.create('default', NEW);
    await runs.create('default', NEW);
    const dataset = { name: 'squad', digest: 'd1', sourceType: 'local', source: '{}', schema: undefined };
    const tags = new Map([['mlflow.data.context', 'train']]);
    await runs.addInputs('default', id, [{ ...dataset, profile: undefined, tags }], []);
    for (const [filter, count] of [
      ["dataset.name = 'squad'", 1],
      ["datasets.digest IN ('d1', 'd2')", 1],
      ["dataset.context LIKE 'tr%' AND dataset.name ILIKE 'SQUAD'", 1],
      ["dataset.context = 'eval'", 0],
    ] as const) {
      expect(await names(runs, { conditions: parseEntityFilter(filter, RUN_FIELDS) })).toHaveLength(count);
    }
  });

  test.each([
    [['metrics.acc DESC'], ['top', 'high', 'low', 'nan', 'none']],
    [['metrics.acc ASC'], ['low', 'high', 'top', 'nan', 'none']],
    [['params.lr'], ['top', 'low', 'none', 'nan', 'high']],
    [
      ['tags.team DESC', 'start_time'],
      ['nan', 'high', 'low', 'top', 'none'],
    ],
    [
      ['metrics.none', 'metrics.acc DESC'],
      ['top', 'high', 'low', 'nan', 'none'],
    ],
    [['attributes.end_time DESC'], ['high', 'low', 'none', 'top', 'nan']],
    [
      ['status', 'start_time ASC'],
      ['low', 'high', 'nan', 'top', 'none'],
    ],
    [['run_name'], ['high', 'low', 'nan', 'none', 'top']],
  ])('ordered by %s, in pages of every size', async (order, expected) => {
    const { runs } = await made(open);
    for (const limit of [1, 2, 5]) {
      const found: string[] = [];
      const search: RunSearch = {
        experimentIds: ['0'],
        lifecycle: 'active',
        conditions: [],
        order: parseEntityOrder(order, RUN_FIELDS),
        limit,
      };
      let after: RunSearch['after'];
      do {
        const page = await runs.search('default', { ...search, after });
        found.push(...page.items.map(({ name }) => name));
        after = page.next;
      } while (after !== undefined);
      expect(found).toEqual(expected);
    }
  });

  test('runs of very many experiments are found', async () => {
    const { runs } = await made(open);
    const { items } = await runs.search('default', {
      experimentIds: Array.from({ length: 40_000 }, (_, number) => String(number)),
      lifecycle: 'active',
      conditions: [],
      order: parseEntityOrder(['metrics.acc DESC'], RUN_FIELDS),
      limit: 2,
    });
    expect(items.map(({ name }) => name)).toEqual(['top', 'high']);
  });

  test('pages stay as they are while runs come and go', async () => {
    const { runs } = await made(open);
    const search: RunSearch = {
      experimentIds: ['0'],
      lifecycle: 'active',
      conditions: [],
      order: parseEntityOrder(['metrics.acc DESC'], RUN_FIELDS),
      limit: 2,
    };
    const first = await runs.search('default', search);
    expect(first.items.map(({ name }) => name)).toEqual(['top', 'high']);
    await runs.setLifecycle('default', first.items[0]!.id, 'deleted');
    const { id } = await runs.create('default', { ...NEW, name: 'newer' });
    await runs.log('default', id, { metrics: [point('acc', 0.95)] });
    const second = await runs.search('default', { ...search, limit: 10, after: first.next });
    expect(second.items.map(({ name }) => name)).toEqual(['low', 'nan', 'none']);
    expect(second.next).toBeUndefined();
  });
}
