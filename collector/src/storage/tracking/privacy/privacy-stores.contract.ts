import type { RedactionRuleBody } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import { NO_COUNTS } from './erasure-store.ts';

const RULE: Required<RedactionRuleBody> = {
  ...{ name: 'EMAIL', kind: 'preset', value: 'email', keys: [], action: 'mask', isEnabled: true },
};

/** What every adapter has to do with rules of privacy and with what was deleted by them. */
export function privacyCases(open: OpenStores): void {
  test('rules of redaction stand in the order in which they were added, each in its workspace', async () => {
    const { redactionRules } = await open();
    const first = await redactionRules.add('default', RULE);
    const second = await redactionRules.add('default', { ...RULE, name: 'KEY', value: 'secret', isEnabled: false });
    await redactionRules.add('other', { ...RULE, keys: ['gen_ai.*'] });
    expect(await redactionRules.list('default')).toEqual([first, second]);
    const changed = await redactionRules.replace('default', first.id, { ...RULE, action: 'hash' });
    expect(await redactionRules.list('default')).toEqual([changed, second]);
    const enabled = await redactionRules.listEnabled();
    expect(enabled.map(({ workspaceId, rules }) => [workspaceId, rules.map(({ name, keys }) => [name, keys])])).toEqual(
      expect.arrayContaining([
        ['default', [['EMAIL', []]]],
        ['other', [['EMAIL', ['gen_ai.*']]]],
      ]),
    );
    await redactionRules.remove('default', first.id);
    expect(await redactionRules.list('default')).toEqual([second]);
    for (const id of [first.id, (await redactionRules.list('other'))[0]!.id]) {
      await expect(redactionRules.remove('default', id)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
      await expect(redactionRules.replace('default', id, RULE)).rejects.toMatchObject({
        code: 'RESOURCE_DOES_NOT_EXIST',
      });
    }
  });

  test('rules are applied in another order once all of them are named in it', async () => {
    const { redactionRules } = await open();
    const [first, second, third] = [
      await redactionRules.add('default', RULE),
      await redactionRules.add('default', { ...RULE, name: 'KEY' }),
      await redactionRules.add('default', { ...RULE, name: 'CARD' }),
    ];
    const others = await redactionRules.add('other', RULE);
    await redactionRules.reorder('default', [third.id, first.id, second.id]);
    expect(await redactionRules.list('default')).toEqual([third, first, second]);
    for (const ids of [
      [first.id, second.id],
      [first.id, first.id, second.id],
      [first.id, second.id, others.id],
    ]) {
      await expect(redactionRules.reorder('default', ids)).rejects.toMatchObject({ code: 'RESOURCE_CONFLICT' });
    }
    const last = await redactionRules.add('default', { ...RULE, name: 'LAST' });
    expect(await redactionRules.list('default')).toEqual([third, first, second, last]);
    expect(await redactionRules.list('other')).toEqual([others]);
  });

  test('the key of a workspace is its own and stays', async () => {
    const { redactionRules } = await open();
    const keys = await Promise.all([redactionRules.secret('default'), redactionRules.secret('default')]);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(await redactionRules.secret('other')).not.toBe(keys[0]);
  });

  test('an experiment has one rule of retention, in its workspace alone', async () => {
    const { experiments, experimentRetention } = await open();
    const experimentId = await experiments.create('default', { name: 'bot' });
    await experimentRetention.set('default', { experimentId, days: 7 });
    await experimentRetention.set('default', { experimentId: '0', days: null });
    await experimentRetention.set('default', { experimentId, days: 30 });
    expect(await experimentRetention.list('default')).toMatchObject([
      { experimentId: '0', days: null },
      { experimentId, days: 30 },
    ]);
    expect(await experimentRetention.list('other')).toEqual([]);
    await expect(experimentRetention.set('other', { experimentId, days: 1 })).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
    expect(await experimentRetention.remove('other', experimentId)).toBe(false);
    expect(await experimentRetention.remove('default', experimentId)).toBe(true);
    expect(await experimentRetention.remove('default', experimentId)).toBe(false);
  });

  test('of two who make or change a rule of retention as they have seen it the later one is told', async () => {
    const { experimentRetention } = await open();
    const set = (days: number, seenMs?: number) =>
      experimentRetention.set('default', { experimentId: '0', days }, seenMs);
    const versionMs = ({ updatedNs }: { readonly updatedNs: string }) => Number(BigInt(updatedNs) / 1_000_000n);
    const conflict = { code: 'RESOURCE_CONFLICT' };
    const both = await Promise.allSettled([set(7, 0), set(8, 0)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [made] = await experimentRetention.list('default');
    await expect(set(9, 0)).rejects.toMatchObject({ ...conflict, message: 'experiment 0 has a rule already' });

    // Within the same millisecond, too.
    const changed = await set(30, versionMs(made!));
    expect(versionMs(changed)).toBeGreaterThan(versionMs(made!));
    await expect(set(31, versionMs(made!))).rejects.toMatchObject(conflict);
    await expect(experimentRetention.remove('default', '0', versionMs(made!))).rejects.toMatchObject(conflict);
    expect(await experimentRetention.remove('default', '0', versionMs(changed))).toBe(true);
    await expect(set(30, versionMs(changed))).rejects.toMatchObject(conflict);
    expect(await set(30)).toMatchObject({ days: 30 });
  });

  test('an erasure forgets whom it was about once it is done, and remembers its traces as long as it is watched', async () => {
    const clock = { nowMs: NOW_MS };
    const { erasures, reopen, close } = await open(clock);
    const erasure = await erasures.add('default', {
      ...{ of: 'user', subject: 'ann', digest: 'd1', isDryRun: false, requestedBy: 'bob' },
      watchedUntilMs: NOW_MS + 1_000,
    });
    expect(await erasures.unfinished()).toEqual([erasure]);
    expect(await erasures.watched(clock.nowMs)).toEqual([]);
    await erasures.addTraces(erasure, ['t1', 't2']);
    const counts = { ...NO_COUNTS, traces: 2 };
    await erasures.note(erasure, { state: 'running', counts });
    await close();

    const stores = await reopen();
    expect(await stores.erasures.unfinished()).toMatchObject([{ subject: 'ann', state: 'running', counts }]);
    await stores.erasures.note(erasure, { state: 'done', error: null });
    const done = await stores.erasures.get('default', erasure.id);
    expect([...(await stores.erasures.traces(erasure))].sort()).toEqual(['t1', 't2']);
    expect(await stores.erasures.cursor('default')).toBeUndefined();
    for (const cursor of [7, 9]) await stores.erasures.setCursor('default', cursor);
    expect([await stores.erasures.cursor('default'), await stores.erasures.cursor('other')]).toEqual([9, undefined]);
    expect(done).toMatchObject({ subject: undefined, digest: 'd1', state: 'done', counts, finishedMs: NOW_MS });
    expect(await stores.erasures.get('other', erasure.id)).toBeUndefined();
    expect(await stores.erasures.list('other', 10)).toEqual([]);
    expect(await stores.erasures.watched(clock.nowMs)).toEqual([done]);
    expect(await stores.erasures.erasureOf('default', ['t1', 't3'], clock.nowMs)).toEqual(
      new Map([['t1', erasure.id]]),
    );
    expect(await stores.erasures.erasureOf('other', ['t1'], clock.nowMs)).toEqual(new Map());
    await stores.erasures.forgetTraces(NOW_MS + 1_000);
    expect(await stores.erasures.watched(NOW_MS + 1_000)).toEqual([]);
    expect(await stores.erasures.erasureOf('default', ['t1'], clock.nowMs)).toEqual(new Map());
    await stores.close();
  });

  test('runs that are about somebody are told from those that only name them, and from those of others', async () => {
    const { runs, traceInfos, subjectRuns } = await open();
    const make = async (tags: Readonly<Record<string, string>>, userId = '', workspaceId = 'default') => {
      const run = { experimentId: '0', name: '', userId, startMs: undefined, tags: new Map(Object.entries(tags)) };
      return (await runs.create(workspaceId, run)).id;
    };
    const tables = '[{"path":"t.json"}]';
    const about = await make({ 'user.id': 'ann', 'mlflow.loggedArtifacts': tables });
    const named = [await make({ note: 'ann' }), await make({}, 'ann')];
    await make({ 'user.id': 'ann' }, 'ann', 'other');
    await make({ 'session.id': 'ann2', 'user.id': 'annie' });
    await traceInfos.linkRun('default', about, ['t1']);
    const ids = (found: readonly { readonly runId: string }[]) => found.map(({ runId }) => runId);
    expect(ids(await subjectRuns.about('default', 'user', 'ann'))).toEqual([about]);
    expect(await subjectRuns.about('default', 'session', 'ann')).toEqual([]);
    expect(await subjectRuns.naming('default', 'user', 'ann')).toEqual([...named].sort());
    expect(await subjectRuns.withTables('default')).toMatchObject([{ runId: about, tag: tables }]);
    expect([await subjectRuns.ofTraces('default', ['t1']), await subjectRuns.ofTraces('other', ['t1'])]).toEqual([
      ...[[about], []],
    ]);
    await subjectRuns.forget('default', 'user', 'ann');
    expect(await subjectRuns.about('default', 'user', 'ann')).toEqual([]);
    expect(await subjectRuns.about('other', 'user', 'ann')).toHaveLength(1);
  });

  test('records that were made from a trace leave their datasets and all versions of them, others stay', async () => {
    const { datasets, datasetVersions, traceContents } = await open();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const from = (id: string) => ({ source_type: 'TRACE', source_data: { trace_id: id } });
    const given = [
      { inputs: { q: 'mine' }, source: from(`tr-${traceId}`) },
      { inputs: { q: 'other trace' }, source: from('tr-1af7651916cd43dd8448eb211c80319c') },
      { inputs: { q: 'by hand' } },
    ];
    const ids: string[] = [];
    for (const workspaceId of ['default', 'other']) {
      const { id } = await datasets.create(workspaceId, { name: 'd', tags: new Map(), experimentIds: [] });
      await datasets.putRecords(workspaceId, id, given);
      await datasetVersions.make(workspaceId, id, { by: 'ann' });
      ids.push(id);
    }
    expect(await traceContents.count('default', [traceId])).toMatchObject({ datasetRecords: 1 });
    expect(await traceContents.deleteRecords('default', [traceId])).toEqual({ datasetRecords: 1 });
    const left = async (workspaceId: string, id: string) => {
      const { items } = await datasets.records(workspaceId, id, 10);
      const version = await datasetVersions.records(workspaceId, id, 1, 10, 0);
      const [{ recordCount } = { recordCount: 0 }] = await datasetVersions.list(workspaceId, id, 1);
      return [items.map(({ content }) => content.inputs.q).sort(), version.length, recordCount];
    };
    expect(await left('default', ids[0]!)).toEqual([['by hand', 'other trace'], 2, 2]);
    expect(await left('other', ids[1]!)).toEqual([['by hand', 'mine', 'other trace'], 3, 3]);
  });
}
