import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { applyRunRetention, planRunRetention } from './apply-run-retention.ts';
import { parseRunRules } from './run-rules.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;
const NAMES = { days: 'days', experiments: 'experiments', keepTags: 'tags' };

/** In Default and in ci a run each that ended 1, 10 and 100 days ago, with an artifact. */
async function sixRuns() {
  const stores = await openTrackingStores({ file: ':memory:', nowMs: () => NOW_MS });
  onTestFinished(() => stores.close());
  const blobs = new DiskBlobStore(join(emptyFolder(), 'blobs'));
  const ci = await stores.experiments.create('default', { name: 'ci' });
  for (const [experimentId, name] of [
    ['0', 'default'],
    [ci, 'ci'],
  ] as const) {
    for (const days of [1, 10, 100]) {
      const tags = new Map(days === 100 ? [['is_production_eval', 'true']] : []);
      const given = { experimentId, name: `${name} ${days}`, userId: '', startMs: 1, tags };
      const run = await stores.runs.create('default', given);
      await stores.runs.update('default', run.id, { status: 'FINISHED', endMs: NOW_MS - days * DAY_MS });
      await blobs.put('default', `${experimentId}/${run.id}/artifacts/model.bin`, content());
    }
  }
  const left = async () => {
    const search = { experimentIds: ['0', ci], lifecycle: undefined, conditions: [], order: [], limit: 10 };
    const { items } = await stores.runs.search('default', search);
    const files = await Promise.all(
      items.map(({ experimentId, id }) => blobs.list('default', `${experimentId}/${id}/artifacts`)),
    );
    expect(files.map((of) => of.length)).toEqual(items.map(() => 1));
    const folders = await Promise.all(['0', ci].map((id) => blobs.list('default', id)));
    expect(folders.flat()).toHaveLength(items.length);
    return items.map(({ name }) => name).sort();
  };
  return { deps: { stores, blobs, nowMs: () => NOW_MS, runsAtOnce: 1 }, left };
}

async function* content(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(10);
}

test('without rules nothing goes', async () => {
  const { deps, left } = await sixRuns();
  expect(await applyRunRetention('default', parseRunRules({}, NAMES), deps)).toBe(0);
  expect(await left()).toHaveLength(6);
});

test('runs go by the days of their experiment with their artifacts, those with a tag that keeps stay', async () => {
  const { deps, left } = await sixRuns();
  const rules = parseRunRules({ days: '30', experiments: 'ci=5,gone=1', keepTags: 'is_production_eval=true' }, NAMES);
  expect((await planRunRetention('default', rules, deps)).map(({ name }) => name)).toEqual(['ci 10']);
  expect(await left()).toHaveLength(6);
  expect(await applyRunRetention('default', rules, deps)).toBe(1);
  expect(await left()).toEqual(['ci 1', 'ci 100', 'default 1', 'default 10', 'default 100']);

  const all = parseRunRules({ days: '5', experiments: 'ci=forever' }, NAMES);
  expect(await applyRunRetention('default', all, deps)).toBe(2);
  expect(await left()).toEqual(['ci 1', 'ci 100', 'default 1']);
  expect((await deps.stores.runRetention.listDeleted('default', 10)).map(({ name, reason }) => [name, reason])).toEqual(
    expect.arrayContaining([
      ['ci 10', 'ended more than 5 days ago'],
      ['default 10', 'ended more than 5 days ago'],
      ['default 100', 'ended more than 5 days ago'],
    ]),
  );
});

test('artifacts that could not be removed go the next time', async () => {
  const { deps, left } = await sixRuns();
  const failing = { delete: () => Promise.reject(new Error('the disk is gone')) };
  const rules = parseRunRules({ days: '50' }, NAMES);
  await expect(applyRunRetention('default', rules, { ...deps, blobs: failing })).rejects.toThrow('the disk is gone');
  await applyRunRetention('default', rules, deps);
  expect(await left()).toEqual(['ci 1', 'ci 10', 'default 1', 'default 10']);
});

test.each(['s3://bucket/100%/x', '/data/100%'])('runs whose artifacts are at %j go, too', async (artifactLocation) => {
  const { deps } = await sixRuns();
  const experimentId = await deps.stores.experiments.create('default', { name: 'elsewhere', artifactLocation });
  const given = { experimentId, name: 'old', userId: '', startMs: 1, tags: new Map<string, string>() };
  const { id } = await deps.stores.runs.create('default', given);
  await deps.stores.runs.update('default', id, { status: 'FINISHED', endMs: 2 });
  expect(await applyRunRetention('default', parseRunRules({ experiments: 'elsewhere=5' }, NAMES), deps)).toBe(1);
  expect(await deps.stores.runRetention.listWithArtifacts('default', 10)).toEqual([]);
});
