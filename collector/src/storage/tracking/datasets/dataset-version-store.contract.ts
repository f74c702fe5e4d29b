import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { TrackingStores } from '../tracking-stores.ts';
import type { RecordContent } from './dataset-store.ts';
import type { GivenRecord, VersionChange } from './dataset-version-store.ts';

const ANN = { by: 'ann' };

/** What every adapter has to do with versions of datasets. */
export function datasetVersionCases(open: OpenStores): void {
  async function opened() {
    const clock = { nowMs: NOW_MS };
    const stores = await open(clock);
    const { id } = await stores.datasets.create('default', { name: 'qa', tags: new Map(), experimentIds: [] });
    const versions = stores.datasetVersions;
    const make = async (change: Partial<VersionChange>) => {
      clock.nowMs++;
      return versions.make('default', id, { ...ANN, ...change });
    };
    const replace = (...given: readonly GivenRecord[]) => make({ records: { mode: 'replace', given } });
    const said = async (version: number) =>
      (await versions.records('default', id, version, 100, 0)).map(({ content }) => content);
    return { ...stores, clock, id, versions, make, replace, said };
  }

  test('a version keeps its records in their order, whatever comes after it', async () => {
    const { make, replace, said, versions, id } = await opened();
    const [b, a] = [
      { inputs: { q: 'b' }, context: ['doc'] },
      { inputs: { q: 'a' }, expectations: { e: 1 } },
    ];
    const first = await replace(b, a);
    expect(first).toEqual({
      isNew: true,
      version: {
        version: 1,
        digest: expect.stringMatching(/^[0-9a-f]{32}$/),
        recordCount: 2,
        pointer: null,
        note: null,
        by: 'ann',
        createdMs: NOW_MS + 1,
      },
    });
    const second = await replace({ inputs: { q: 'a' }, expectations: { e: 2 } });
    await make({ records: { mode: 'add', given: [{ inputs: { q: 'c' } }] }, note: 'one more' });
    expect(await said(1)).toEqual([b, a]);
    expect(await said(2)).toEqual([{ inputs: { q: 'a' }, expectations: { e: 2 } }]);
    expect((await said(3)).map(({ inputs }) => inputs.q)).toEqual(['a', 'c']);
    const list = await versions.list('default', id, 2);
    expect(list.map(({ version, note }) => [version, note])).toEqual([
      [3, 'one more'],
      [2, null],
    ]);
    expect((await versions.list('default', id, 9, 3)).map(({ version }) => version)).toEqual([2, 1]);
    expect(second.version.digest).not.toBe(first.version.digest);
    await expect(versions.get('default', id, 4)).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'dataset qa has no version 4',
    });
    await expect(versions.get('other', id, 1)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  test('the same records in another order are the same version, and have the same ids everywhere', async () => {
    const { replace, versions, id, datasets } = await opened();
    const [a, b] = [{ inputs: { q: 'a', n: { x: 1, y: 2 } } }, { inputs: { q: 'b' } }];
    const { version } = await replace(a, b);
    expect(await replace(b, { inputs: { n: { y: 2, x: 1 }, q: 'a' } })).toEqual({ version, isNew: false });
    const other = await datasets.create('default', { name: 'other', tags: new Map(), experimentIds: [] });
    await versions.make('default', other.id, { ...ANN, records: { mode: 'replace', given: [b, a] } });
    const idsOf = async (of: string) => (await versions.marks('default', of, 1)).map((mark) => mark.id);
    expect((await idsOf(other.id)).toReversed()).toEqual(await idsOf(id));
    expect(await versions.get('default', other.id, 1)).toMatchObject({ digest: version.digest });
  });

  test('what MLflow changes is newer than the newest version, until one is made of it', async () => {
    const { datasets, versions, id, make, replace, said } = await opened();
    const state = async () => (await versions.withLatest('default', [await datasets.get('default', id)]))[0];
    expect(await state()).toMatchObject({ latest: undefined, hasChanges: false });
    await replace({ inputs: { q: 'a' } });
    expect(await state()).toMatchObject({ latest: { version: 1 }, hasChanges: false });
    await datasets.putRecords('default', id, [{ inputs: { q: 'a' }, expectations: { e: 1 } }]);
    expect(await state()).toMatchObject({ latest: { version: 1 }, hasChanges: true });
    expect(await make({})).toMatchObject({ isNew: true, version: { version: 2, recordCount: 1 } });
    expect(await state()).toMatchObject({ latest: { version: 2 }, hasChanges: false });
    expect(await said(2)).toEqual([{ inputs: { q: 'a' }, expectations: { e: 1 } }]);
    const { items } = await datasets.records('default', id, 10);
    expect(items.map((record) => record.content)).toEqual(await said(2));
    const [held] = items;
    await datasets.deleteRecords('default', id, [held!.id]);
    await datasets.putRecords('default', id, [{ inputs: { q: 'a' }, expectations: { e: 1 } }]);
    expect(await make({})).toMatchObject({ version: { version: 2 }, isNew: false });
    expect(await state()).toMatchObject({ hasChanges: false });
  });

  test('a record with an id of its own keeps it when its inputs change; without one, inputs tell which it is', async () => {
    const { replace, make, versions, id } = await opened();
    await replace({ id: 'case-1', inputs: { q: 'a' } }, { inputs: { q: 'b' }, tags: { t: '1' } });
    await replace({ id: 'case-1', inputs: { q: 'aa' } }, { inputs: { q: 'b' }, expectations: { e: 1 } });
    const [before, after] = [await versions.marks('default', id, 1), await versions.marks('default', id, 2)];
    expect(after.map((mark) => mark.id)).toEqual(before.map((mark) => mark.id));
    // What was given last is all of it, and what is added goes over what is there.
    await make({ records: { mode: 'add', given: [{ inputs: { q: 'b' }, tags: { u: '2' } }, { inputs: { q: 'b' } }] } });
    const [, record] = await versions.records('default', id, 3, 10, 0);
    expect(record).toMatchObject({ content: { expectations: { e: 1 }, tags: { u: '2' } } });
    // One whose inputs were changed under the id that was made of them does not stand in the way of those inputs.
    const [kept] = await versions.records('default', id, 3, 10, 1);
    await make({ records: { mode: 'replace', given: [{ id: kept!.id, inputs: { q: 'b?' } }] } });
    await make({ records: { mode: 'add', given: [{ inputs: { q: 'b' } }] } });
    const fifth = await versions.records('default', id, 5, 10, 0);
    expect(fifth.map(({ content }) => content.inputs.q).sort()).toEqual(['b', 'b?']);
    await expect(replace({ id: 'x', inputs: { q: 'same' } }, { id: 'y', inputs: { q: 'same' } })).rejects.toMatchObject(
      { code: 'INVALID_PARAMETER_VALUE', message: 'records x and y have the same inputs' },
    );
    expect((await versions.list('default', id, 9)).map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
  });

  test.each(['replace', 'add'] as const)(
    'a record that leaves its inputs to another one keeps its id, whichever comes first (%s)',
    async (mode) => {
      const { replace, make, versions, id } = await opened();
      const [moved, follower] = [{ id: 'x', inputs: { q: 'new' } }, { inputs: { q: 'old' } }];
      for (const given of [
        [moved, follower],
        [follower, moved],
      ]) {
        await replace({ id: 'x', inputs: { q: 'old' } });
        const { version } = await make({ records: { mode, given } });
        const records = await versions.records('default', id, version.version, 10, 0);
        expect(records.map(({ content }) => content.inputs.q).sort()).toEqual(['new', 'old']);
        expect(records.find((record) => record.id === 'x')?.content.inputs.q).toBe('new');
      }
    },
  );

  test('two records of one id and of different inputs are refused, so that none goes over the other', async () => {
    const { replace, make, versions, id } = await opened();
    const [a, b] = [
      { id: 'x', inputs: { q: 'a' } },
      { id: 'x', inputs: { q: 'b' } },
    ];
    const refused = { code: 'INVALID_PARAMETER_VALUE', message: 'two records with different inputs have the id x' };
    await expect(replace(a, b)).rejects.toMatchObject(refused);
    await expect(make({ records: { mode: 'add', given: [a, b] } })).rejects.toMatchObject(refused);
    expect(await versions.list('default', id, 9)).toEqual([]);
    expect(await replace(a, a)).toMatchObject({ version: { recordCount: 1 } });
  });

  test('two records of a dataset exchange their inputs', async () => {
    const { replace, make, versions, id } = await opened();
    await replace({ id: 'x', inputs: { q: 'a' } }, { id: 'y', inputs: { q: 'b' } });
    const given = [
      { id: 'x', inputs: { q: 'b' } },
      { id: 'y', inputs: { q: 'a' } },
    ];
    await make({ records: { mode: 'add', given } });
    expect(await versions.records('default', id, 2, 10, 0)).toMatchObject([
      { id: 'x', content: { inputs: { q: 'b' } } },
      { id: 'y', content: { inputs: { q: 'a' } } },
    ]);
  });

  test('a version may stand for a file outside, and is another where that is', async () => {
    const { make, versions, id } = await opened();
    const pointer = {
      kind: 'dvc',
      path: 'data/qa.jsonl',
      md5: 'a304afb96060aad90176268345e10355',
      sizeBytes: 12,
      repository: 'https://example.com/data.git',
      revision: 'abc',
    } as const;
    const { version } = await make({ pointer });
    expect(version).toMatchObject({ version: 1, recordCount: 0, pointer });
    expect(await make({ pointer })).toMatchObject({ isNew: false });
    expect(await make({ pointer: { ...pointer, revision: 'def' } })).toMatchObject({ version: { version: 2 } });
    expect(await versions.get('default', id, 1)).toEqual(version);
  });

  test('runs that have used it are told, the newest first, and go on being told of when others are gone', async () => {
    const { runs, versions, id, replace, datasets } = await opened();
    const { version } = await replace({ inputs: { q: 'a' } });
    const used = async (name: string, startMs: number, source: string) => {
      const run = await newRun(runs, name, startMs);
      const given = {
        name: 'qa',
        digest: version.digest,
        sourceType: 'x',
        source,
        schema: undefined,
        profile: undefined,
      };
      await runs.addInputs('default', run, [{ ...given, tags: new Map([['mlflow.data.context', 'evaluation']]) }], []);
      return run;
    };
    await used('older', 1, JSON.stringify({ dataset_id: id }));
    const newer = await used('newer', 2, JSON.stringify({ dataset_id: id, version: 1 }));
    await used('of another', 3, JSON.stringify({ dataset_id: `${id}0` }));
    const uses = await versions.uses('default', id, 10);
    expect(uses.map(({ runName }) => runName)).toEqual(['newer', 'older']);
    expect(uses[0]).toEqual({
      runId: newer,
      runName: 'newer',
      experimentId: '0',
      startMs: 2,
      digest: version.digest,
      context: 'evaluation',
      isEvaluation: false,
    });
    await runs.log('default', newer, { tags: new Map([['mlflow.runType', 'genai_evaluate']]) });
    expect((await versions.uses('default', id, 1)).map(({ isEvaluation }) => isEvaluation)).toEqual([true]);
    await datasets.delete('default', id);
    await expect(versions.list('default', id, 1)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  test('thousands of records are kept, paged through, and told apart', async () => {
    const { replace, versions, id } = await opened();
    const records: RecordContent[] = Array.from({ length: 1_203 }, (_, q) => ({ inputs: { q } }));
    await replace(...records);
    const page = await versions.records('default', id, 1, 500, 1_000);
    expect(page.map(({ content }) => content.inputs.q)).toEqual(Array.from({ length: 203 }, (_, at) => 1_000 + at));
    expect(new Set((await versions.marks('default', id, 1)).map((mark) => mark.contentHash)).size).toBe(1_203);
  });
}

async function newRun(runs: TrackingStores['runs'], name: string, startMs: number): Promise<string> {
  const run = { experimentId: '0', name, userId: 'ann', startMs, tags: new Map<string, string>() };
  return (await runs.create('default', run)).id;
}
