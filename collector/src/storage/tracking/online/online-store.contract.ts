import type { NewOnlineScorer } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { ScoringOutcome, UsedUp } from './online-work-store.ts';

export const SCORER: NewOnlineScorer = {
  name: 'polite',
  rule: { kind: 'contains', texts: ['please'], mode: 'any', ignoreCase: true },
  filter: '',
  sampleRate: 1,
  delayMs: 1_000,
  budget: { calls: null, usd: null },
  isEnabled: true,
};
const UNUSED: UsedUp = { moreCalls: 0, tokens: 0, costNanoUsd: 0, unpricedCalls: 0 };
const PASSED: ScoringOutcome = { type: 'scored', number: 1, passed: true };
const FAILED: ScoringOutcome = { type: 'error', code: 'JUDGE_ANSWER_INVALID', message: 'no verdict' };
const DAY = '2026-01-01';

/** What every adapter has to do with scorers that run on traces as they come in. */
export function onlineCases(open: OpenStores): void {
  const opened = async () => {
    const { onlineScorers: scorers, onlineWork: work, reopen } = await open();
    await scorers.create('default', 's', SCORER);
    const enqueue = (traceIds: readonly string[], dueMs: number, version = 1, cursor?: number) =>
      work.enqueue(
        'default',
        traceIds.map((traceId) => ({ scorerId: 's', version, traceId, dueMs })),
        cursor,
      );
    const due = async (nowMs: number) => (await work.due('default', ['s'], nowMs, 10)).map(({ traceId }) => traceId);
    const finish = (traceId: string, outcome: ScoringOutcome, used: Partial<UsedUp> = {}, version = 1) =>
      work.finish('default', { scorerId: 's', version, traceId, day: DAY }, outcome, { ...UNUSED, ...used });
    const day = async () => (await scorers.days('default', DAY)).get('s')?.[0];
    return { scorers, work, reopen, enqueue, due, finish, day };
  };

  test('what waits is due sooner by as much as the clock was set back, and no later than the latest', async () => {
    const { work, enqueue, due } = await opened();
    await enqueue(['a'], NOW_MS + 1_000);
    await enqueue(['b'], NOW_MS + 9_000);
    await work.bringForward(500, NOW_MS + 5_000);
    expect([await due(NOW_MS + 499), await due(NOW_MS + 500), await due(NOW_MS + 5_000)]).toEqual([
      ...[[], ['a'], ['a', 'b']],
    ]);
  });

  test('what has come of traces goes once it is old, of its workspace alone', async () => {
    const { scorers, work, finish } = await opened();
    await finish('a'.repeat(32), FAILED);
    const left = async () => (await scorers.failures('default', 's', 10)).length;
    await work.prune('default', NOW_MS);
    await work.prune('other', NOW_MS + 1);
    expect(await left()).toBe(1);
    await work.prune('default', NOW_MS + 1);
    expect(await left()).toBe(0);
  });

  test('a scorer that is not there is said to be that, or is nothing', async () => {
    const { scorers } = await opened();
    expect(await scorers.find('default', 's')).toMatchObject({ id: 's', name: 'polite' });
    expect(await scorers.find('other', 's')).toBeUndefined();
  });

  test('a scorer gets another version when what it asks changes, and only then', async () => {
    const { scorers } = await opened();
    expect(await scorers.replace('default', 's', { ...SCORER, filter: "status = 'OK'" })).toMatchObject({ version: 1 });
    const rule = { ...SCORER.rule, texts: ['thanks'] } as NewOnlineScorer['rule'];
    expect(await scorers.replace('default', 's', { ...SCORER, rule })).toMatchObject({ version: 2, rule });
    expect(await scorers.replace('default', 's', { ...SCORER, rule, name: 'thankful' })).toMatchObject({ version: 3 });
    expect(await scorers.list('default')).toMatchObject([{ id: 's', name: 'thankful', version: 3 }]);
    expect(await scorers.list('other')).toEqual([]);
    expect(await scorers.workspaces()).toEqual(['default']);
    await expect(scorers.get('other', 's')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  test('a scorer that is paused says why until it is changed, and an old version pauses nothing', async () => {
    const { scorers } = await opened();
    await scorers.pause('default', 's', 2, 'of another version');
    expect(await scorers.get('default', 's')).toMatchObject({ pausedReason: null });
    await scorers.pause('default', 's', 1, 'the key is missing');
    await scorers.pause('default', 's', 1, 'later');
    expect(await scorers.get('default', 's')).toMatchObject({ pausedReason: 'the key is missing' });
    expect(await scorers.replace('default', 's', SCORER)).toMatchObject({ pausedReason: null, version: 1 });
  });

  test('a trace waits until nothing more of it has come, and the cursor moves with it', async () => {
    const { work, enqueue, due } = await opened();
    expect(await work.cursor('default')).toBeUndefined();
    await enqueue(['a', 'b'], 1_000, 1, 7);
    await enqueue(['a'], 2_000, 1, 8);
    await enqueue(['b'], 500);
    expect(await work.cursor('default')).toBe(8);
    expect(await work.cursor('other')).toBeUndefined();
    expect(await due(999)).toEqual([]);
    expect(await due(1_000)).toEqual(['b']);
    expect(await due(2_000)).toEqual(['b', 'a']);
    expect(await work.waitingCount('default', ['s'])).toBe(2);
    expect(await work.waitingCount('default', ['other'])).toBe(0);
    expect(await work.waitingCount('default', [])).toBe(0);
    await work.drop('default', 's', ['b', 'unknown']);
    expect(await due(2_000)).toEqual(['a']);
  });

  test('what failed for a while is tried again, and knows how often it was', async () => {
    const { work, enqueue } = await opened();
    await enqueue(['a'], 1);
    const [first] = await work.due('default', ['s'], 1, 10);
    await work.postpone('default', first!, 50, true);
    expect(await work.due('default', ['s'], 49, 10)).toEqual([]);
    const [again] = await work.due('default', ['s'], 50, 10);
    expect(again).toMatchObject({ traceId: 'a', attempts: 1, sinceMs: first!.sinceMs });
    await work.postpone('default', again!, 60, false);
    expect(await work.due('default', ['s'], 60, 10)).toMatchObject([{ attempts: 1 }]);
  });

  test('a trace is scored once by a version: it is not listed again, and counts once', async () => {
    const { enqueue, due, finish, day } = await opened();
    await enqueue(['a'], 1);
    await finish('a', PASSED, { tokens: 10, costNanoUsd: 5, moreCalls: 1 });
    await finish('a', PASSED, { tokens: 10 });
    await enqueue(['a', 'b'], 1);
    expect(await due(1)).toEqual(['b']);
    expect(await day()).toMatchObject({ scored: 1, numbers: 1, numberSum: 1, judged: 1, passed: 1 });
    expect(await day()).toMatchObject({ calls: 1, tokens: 20, costNanoUsd: 5 });
    await enqueue(['a'], 1, 2);
    expect(await due(1)).toEqual(['a', 'b']);
  });

  test('failures in a row are counted until one is scored; what the budget has no room for is none', async () => {
    const { scorers, finish, day } = await opened();
    expect(await finish('a', FAILED)).toBe(1);
    expect(await finish('a', FAILED)).toBe(0);
    expect(await finish('b', { type: 'overBudget' })).toBe(0);
    expect(await finish('c', FAILED)).toBe(2);
    expect(await finish('d', { type: 'scored', number: undefined, passed: null })).toBe(0);
    expect(await finish('e', FAILED)).toBe(1);
    expect(await day()).toMatchObject({ scored: 1, errors: 3, overBudget: 1, numbers: 0, judged: 0 });
    const failures = await scorers.failures('default', 's', 2);
    expect(failures).toMatchObject([
      { code: 'JUDGE_ANSWER_INVALID', message: 'no verdict' },
      { code: 'JUDGE_ANSWER_INVALID' },
    ]);
  });

  test('a budget of calls holds among many who ask at once, and over a restart', async () => {
    const { work, reopen } = await opened();
    const limit = { calls: 3, nanoUsd: null };
    const given = await Promise.all(Array.from({ length: 8 }, () => work.reserveCall('default', 's', DAY, limit)));
    expect(given.filter(Boolean)).toHaveLength(3);
    const again = (await reopen()).onlineWork;
    expect(await again.reserveCall('default', 's', DAY, limit)).toBe(false);
    expect(await again.reserveCall('default', 's', '2026-01-02', limit)).toBe(true);
    await again.releaseCall('default', 's', DAY);
    expect(await again.reserveCall('default', 's', DAY, limit)).toBe(true);
  });

  test('a budget of dollars holds as soon as what was spent has reached it', async () => {
    const { work, finish } = await opened();
    const limit = { calls: null, nanoUsd: 100 };
    expect(await work.reserveCall('default', 's', DAY, limit)).toBe(true);
    await finish('a', PASSED, { costNanoUsd: 99 });
    expect(await work.reserveCall('default', 's', DAY, limit)).toBe(true);
    await finish('b', PASSED, { costNanoUsd: 1 });
    expect(await work.reserveCall('default', 's', DAY, limit)).toBe(false);
  });

  test('what was said of a trace goes with it', async () => {
    const { notes, onlineScorers, onlineWork } = await open();
    await onlineScorers.create('default', 's', SCORER);
    const done = { scorerId: 's', version: 1, traceId: 'a', day: DAY };
    await onlineWork.finish('default', done, FAILED, UNUSED);
    await onlineWork.enqueue('default', [{ scorerId: 's', version: 2, traceId: 'a', dueMs: 1 }]);
    await notes.deleteTraces('default', ['a']);
    expect(await onlineScorers.failures('default', 's', 10)).toEqual([]);
    expect(await onlineWork.waitingCount('default', ['s'])).toBe(0);
    expect((await onlineScorers.days('default', DAY)).get('s')).toMatchObject([{ errors: 1 }]);
  });

  test('a way through stored traces goes on where it was, and is gone once it is done', async () => {
    const { work } = await opened();
    const backfill = { id: 'f', scorerId: 's', filter: '', fromNs: 1n, toNs: 2n ** 62n, after: undefined };
    await work.addBackfill('default', backfill);
    const after = { startNs: 1_767_225_600_000_000_001n, traceId: 'a' };
    await work.moveBackfill('default', 'f', after);
    expect(await work.backfills('default')).toEqual([{ ...backfill, after }]);
    expect(await work.backfills('other')).toEqual([]);
    await work.moveBackfill('default', 'f', undefined);
    expect(await work.backfills('default')).toEqual([]);
  });

  test('a scorer that is removed leaves nothing to be done', async () => {
    const { scorers, work, enqueue, finish } = await opened();
    await enqueue(['a', 'b'], 1);
    await finish('a', PASSED);
    await scorers.remove('default', 's');
    expect(await work.waitingCount('default', ['s'])).toBe(0);
    expect(await scorers.days('default', DAY)).toEqual(new Map());
    await expect(scorers.remove('default', 's')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });
}
