import type { AuditAct } from '@tracewright/schema';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AuditStore, NewAuditRecord } from '../storage/tracking/audit/audit-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { REFUSALS, SENDINGS } from './audit-folds.ts';
import { AuditLog } from './audit-log.ts';
import { verifyChain } from './verify-chain.ts';

const ACT: AuditAct = {
  ...{ action: 'run.delete', object: 'runs/1', subject: 'ann', via: 'session', keyId: '', address: '' },
  ...{ outcome: 'done', status: 200 },
};
const options = { nowMs: () => 1_000, report: () => {} };

test('what was noted is stored in its workspace, and closing says that nothing follows', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const log = new AuditLog(audit, options);
  void log.note('default', ACT);
  void log.note('default', { ...ACT, action: 'content.read' }, true);
  void log.note('other', ACT);
  expect((await verifyChain(audit, 'default')).count).toBe(0);
  await log.close();
  const actions = async (workspaceId: string) => (await audit.scan(workspaceId, 0, 10)).map(({ action }) => action);
  expect(await actions('default')).toEqual(['run.delete', 'content.read', 'audit.stop']);
  expect(await actions('other')).toEqual(['run.delete', 'audit.stop']);
  expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, unclosed: [] });
});

test('what is noted after somebody waited for nothing is stored as well', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const log = new AuditLog(audit, options);
  await log.flush();
  await log.note('default', ACT);
  expect(await audit.scan('default', 0, 10)).toHaveLength(1);
});

test('acts that come while others are stored are stored together, in their order', async () => {
  const appended: (readonly NewAuditRecord[])[] = [];
  const log = new AuditLog({ appendAll: async (entries) => void appended.push(...entries.values()) }, options);
  void log.note('default', ACT);
  for (let count = 0; count < 3; count++) void log.note('default', ACT);
  await log.flush();
  expect(appended.map((records) => records.map(({ ordinal }) => ordinal))).toEqual([[1], [2, 3, 4]]);
});

test('what the store refuses is kept and stored later, and said once', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  let isDown = true;
  const reported: unknown[] = [];
  const appendAll: typeof audit.appendAll = (...given) =>
    isDown ? Promise.reject(new Error('the store is down')) : audit.appendAll(...given);
  const log = new AuditLog({ appendAll }, { ...options, report: (error) => reported.push(error) });
  void log.note('default', ACT);
  await log.flush();
  void log.note('default', { ...ACT, object: 'runs/2' });
  await log.flush();
  expect(reported).toHaveLength(1);
  isDown = false;
  await log.close();
  expect((await audit.scan('default', 0, 10)).map(({ object }) => object)).toEqual(['runs/1', 'runs/2', '']);
  expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true });
});

test('acts that were numbered and never stored are found, and so is a process that was killed', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const log = new AuditLog(audit, { ...options, writer: 'killed' });
  void log.note('default', ACT);
  await log.flush();
  const lossy = new AuditLog(
    {
      appendAll: (entries) =>
        audit.appendAll(
          new Map([...entries].map(([id, records]) => [id, records.filter(({ ordinal }) => ordinal !== 2)])),
        ),
    },
    { ...options, writer: 'lossy' },
  );
  for (let count = 0; count < 3; count++) void lossy.note('default', ACT);
  await lossy.close();
  const { isWhole, findings, unclosed } = await verifyChain(audit, 'default');
  expect([isWhole, findings.map(({ problem }) => problem)]).toEqual([false, ['lost']]);
  expect(unclosed).toEqual([{ writer: 'killed', lastNs: '1000000000' }]);
});

test('texts that are too long or that no database keeps are stored all the same', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const log = new AuditLog(audit, options);
  void log.note('default', { ...ACT, object: `a\0b${'x'.repeat(2_000)}` });
  await log.close();
  expect((await audit.scan('default', 0, 1))[0]!.object).toHaveLength(1_000);
  expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true });
});

test('whoever waits for a note knows that it is stored; nobody waits for long where it cannot be', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const log = new AuditLog(audit, options);
  await log.note('default', ACT);
  expect(await audit.scan('default', 0, 10)).toHaveLength(1);
  const failing = new AuditLog({ appendAll: () => Promise.reject(new Error('the store is down')) }, options);
  await failing.note('default', ACT);
});

test('whoever waits for a note waits for that alone, however much is noted meanwhile', async () => {
  let appends = 0;
  const appendAll = async (): Promise<void> => {
    appends++;
    await new Promise((resolve) => setImmediate(resolve));
    if (appends < 100) void log.note('default', ACT);
  };
  const log = new AuditLog({ appendAll }, options);
  await log.note('default', ACT);
  expect(appends).toBeLessThanOrEqual(2);
  await log.note('default', ACT);
  expect(appends).toBeLessThanOrEqual(4);
  await log.flush();
  expect(appends).toBeGreaterThanOrEqual(100);
});

test('of what is refused again and again the first is noted, and how many more when the time is over', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  let nowMs = 0;
  const log = new AuditLog(audit, { ...options, nowMs: () => nowMs });
  const refused = (subject: string): AuditAct => ({ ...ACT, action: 'auth.sign-in', subject, outcome: 'refused' });
  for (let guess = 0; guess < 1_000; guess++) log.fold('default', refused(`guess ${guess}`), ['10.0.0.9'], REFUSALS);
  await log.flush();
  expect((await audit.scan('default', 0, 10)).map(({ subject, count }) => [subject, count])).toEqual([['guess 0', 1]]);
  nowMs = 600_000;
  log.fold('default', refused('ann'), ['10.0.0.9'], REFUSALS);
  await log.close();
  expect((await audit.scan('default', 0, 10)).map(({ subject, count }) => [subject, count])).toEqual([
    ['guess 0', 1],
    ['', 999],
    ['ann', 1],
    ['collector', 1],
  ]);
  expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, unclosed: [] });
});

test('however many origins refusals come from, the log grows no faster, and what was done is all in it', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const log = new AuditLog(audit, options);
  for (let origin = 0; origin < 5_000; origin++) {
    log.fold('default', { ...ACT, outcome: 'refused', address: `a${origin}` }, [`a${origin}`], REFUSALS);
    if (origin % 1_000 === 0) void log.note('default', ACT);
  }
  await log.close();
  const all = await audit.scan('default', 0, 5_000);
  expect(all.filter(({ outcome, writer }) => outcome === 'done' && writer !== 'collector')).toHaveLength(6);
  const refusals = all.filter(({ outcome }) => outcome === 'refused');
  expect([refusals.length, refusals.at(-1)]).toMatchObject([252, { address: '', count: 4_749 }]);
});

test('what one sends within an hour is added up', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const log = new AuditLog(audit, options);
  for (const count of [3, 4, 5]) log.fold('default', { ...ACT, action: 'spans.send', count }, ['k1'], SENDINGS);
  await log.close();
  expect((await audit.scan('default', 0, 2)).map(({ action, count }) => [action, count])).toEqual([
    ['spans.send', 3],
    ['spans.send', 9],
  ]);
});

test('what came together is noted in time though the clock is set back by months', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const stored: (readonly [string, number | undefined])[] = [];
  const appendAll: AuditStore['appendAll'] = async (entries) => {
    for (const { action, count } of [...entries.values()].flat()) stored.push([action, count]);
  };
  let looks = 0;
  let now = 1_800_000_000_000;
  const nowMs = () => {
    looks++;
    return now;
  };
  const log = new AuditLog({ appendAll }, { ...options, nowMs });
  for (const count of [3, 4]) log.fold('default', { ...ACT, action: 'spans.send', count }, ['k1'], SENDINGS);
  now -= 100 * 86_400_000;
  await vi.advanceTimersByTimeAsync(3_602_000);
  expect(stored).toEqual([
    ['spans.send', 3],
    ['spans.send', 4],
  ]);
  expect(looks).toBeLessThan(10);
});
