import { expect, test } from 'vitest';
import { newLoggedModel } from '../logged-models/logged-model-store.contract.ts';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { NewModelVersion } from '../registry/model-version-store.ts';
import { newModel, newVersion } from '../registry/registered-model-store.contract.ts';
import type { NewRun, RunStatus } from '../runs/run-store.ts';
import type { TrackingStores } from '../tracking-stores.ts';
import type { OldRuns } from './run-retention-store.ts';

const OLD: OldRuns = { endedBeforeMs: 1_000, experiments: { except: [] }, keepTags: [] };

async function run({ runs }: TrackingStores, name: string, endMs: number, given: Partial<NewRun> = {}) {
  const made = { experimentId: '0', name, userId: '', startMs: 1, tags: new Map<string, string>(), ...given };
  const { id } = await runs.create('default', made);
  await runs.update('default', id, { status: 'FINISHED', endMs });
  return id;
}

/** What every adapter has to do to take out runs. */
export function runRetentionCases(open: OpenStores): void {
  const names = async (stores: TrackingStores, old: Partial<OldRuns> = {}) =>
    (await stores.runRetention.listOld('default', { ...OLD, ...old }, 10)).map(({ name }) => name);

  test('runs are old once they have ended long ago, the first one first', async () => {
    const stores = await open();
    await run(stores, 'b', 900);
    await run(stores, 'a', 800);
    await run(stores, 'young', 1_000);
    for (const status of ['RUNNING', 'SCHEDULED'] satisfies RunStatus[]) {
      const { id } = await stores.runs.create('default', {
        ...{ experimentId: '0', name: status, userId: '', startMs: 1, tags: new Map() },
      });
      await stores.runs.update('default', id, { status });
    }
    expect(await names(stores)).toEqual(['a', 'b']);
    expect(await stores.runRetention.count('default')).toBe(5);
    expect(await stores.runRetention.listOld('other', OLD, 10)).toEqual([]);
  });

  test('experiments and tags are told apart', async () => {
    const stores = await open();
    const experimentId = await stores.experiments.create('default', { name: 'ci' });
    await run(stores, 'ci', 1, { experimentId });
    await run(stores, 'eval', 2, { tags: new Map([['is_production_eval', 'true']]) });
    await run(stores, 'no eval', 3, { tags: new Map([['is_production_eval', 'false']]) });
    expect(await names(stores, { experiments: { only: [experimentId] } })).toEqual(['ci']);
    expect(await names(stores, { experiments: { only: [] } })).toEqual([]);
    expect(await names(stores, { experiments: { except: [experimentId] } })).toEqual(['eval', 'no eval']);
    expect(await names(stores, { keepTags: [{ key: 'is_production_eval', value: 'true' }] })).toEqual([
      'ci',
      'no eval',
    ]);
    expect(await names(stores, { keepTags: [{ key: 'is_production_eval', value: undefined }] })).toEqual([
      'ci',
      'no eval',
    ]);
  });

  test('a tag keeps its run however Python writes what is true', async () => {
    const stores = await open();
    await run(stores, 'eval', 1, { tags: new Map([['is_production_eval', 'True']]) });
    expect(await names(stores, { keepTags: [{ key: 'is_production_eval', value: 'true' }] })).toEqual([]);
  });

  test('a run that says it ended before it began is as old as its beginning', async () => {
    const stores = await open();
    await run(stores, 'young', 0, { startMs: 2_000 });
    await run(stores, 'b', 0, { startMs: 900 });
    await run(stores, 'a', 800);
    expect(await names(stores)).toEqual(['a', 'b']);
  });

  test('what a registered model, a dataset or another run comes from stays', async () => {
    const stores = await open();
    const ids = new Map<string, string>();
    const held = ['by run', 'by source', 'by model', 'by record', 'by file', 'by data', 'by path'];
    for (const name of [...held, 'reader', 'own data']) {
      ids.set(name, await run(stores, name, 1));
    }
    const id = (name: string): string => ids.get(name)!;
    await stores.registeredModels.create('default', newModel('m'));
    const version = (given: Partial<NewModelVersion>) => stores.modelVersions.create('default', newVersion('m', given));
    await version({ runId: id('by run') });
    await version({ source: `mlflow-artifacts:/0/${id('by source')}/artifacts/m` });
    const model = await stores.loggedModels.create('default', {
      ...newLoggedModel('net'),
      sourceRunId: id('by model'),
    });
    await version({ source: `models:/${model.id}` });
    const dataset = await stores.datasets.create('default', { name: 'd', tags: new Map(), experimentIds: [] });
    const record = { inputs: { q: 1 }, source: { source_type: 'RUN', source_data: { run_id: id('by record') } } };
    const file = { inputs: { file: `runs:/${id('by file')}/rows.csv` } };
    await stores.datasets.putRecords('default', dataset.id, [record, file]);
    const data = (of: string, uri = `mlflow-artifacts:/0/${of}/artifacts/rows.csv`) => ({
      ...{ name: 'rows', digest: of, sourceType: 'local', schema: undefined, profile: undefined, tags: new Map() },
      source: JSON.stringify({ uri }),
    });
    const byPath = data(id('by path'), `runs:/${id('by path')}/rows.csv`);
    await stores.runs.addInputs('default', id('reader'), [data(id('by data')), byPath], []);
    await stores.runs.addInputs('default', id('own data'), [data(id('own data'))], []);
    expect((await names(stores)).sort()).toEqual(['own data', 'reader']);
  });

  test('runs go with everything that was logged, and what went is noted', async () => {
    const stores = await open();
    const id = await run(stores, 'old', 5);
    await run(stores, 'next', 6);
    const young = await run(stores, 'young', 2_000);
    for (const each of [id, young]) {
      await stores.runs.log('default', each, {
        metrics: [{ key: 'm', value: 1, timestampMs: 1, step: 1 }],
        params: new Map([['p', '1']]),
      });
    }
    const model = await stores.loggedModels.create('default', { ...newLoggedModel('net'), sourceRunId: id });
    await stores.metrics.history('default', id, 'm', {});

    const deletion = {
      ...{ runId: id, experimentId: '0', name: 'old', startMs: 1, endMs: 5, deletedMs: NOW_MS, reason: 'too old' },
      artifactUris: [`mlflow-artifacts:/0/${id}/artifacts`, model.artifactLocation],
    };
    expect(await stores.runRetention.deleteOld('default', OLD, 1, 'too old')).toEqual([deletion]);
    await expect(stores.runs.get('default', id)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    await expect(stores.loggedModels.get('default', model.id)).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
    expect((await stores.metrics.history('default', id, 'm', {})).items).toEqual([]);
    expect(await stores.runs.get('default', young)).toMatchObject({ params: new Map([['p', '1']]) });
    expect((await stores.metrics.history('default', young, 'm', {})).items).toHaveLength(1);
    expect(await stores.runRetention.listDeleted('default', 10)).toEqual([deletion]);

    expect(await stores.runRetention.listWithArtifacts('default', 10)).toEqual([deletion]);
    await stores.runRetention.noteArtifactsGone('default', id);
    expect(await stores.runRetention.listWithArtifacts('default', 10)).toEqual([]);
    expect(await stores.runRetention.listDeleted('default', 10)).toEqual([{ ...deletion, artifactUris: [] }]);
    expect(await stores.runRetention.deleteOld('default', OLD, 10, 'too old')).toHaveLength(1);
    expect(await stores.runRetention.deleteOld('default', OLD, 10, 'too old')).toEqual([]);
  });
}
