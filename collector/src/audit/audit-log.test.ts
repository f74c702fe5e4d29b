import type { AuditAct } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import type { NewAuditRecord } from '../storage/tracking/audit/audit-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
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
  log.note('default', ACT);
  log.note('default', { ...ACT, action: 'content.read' }, true);
  log.note('other', ACT);
  expect((await verifyChain(audit, 'default')).count).toBe(0);
  await log.close();
  const actions = async (workspaceId: string) => (await audit.scan(workspaceId, 0, 10)).map(({ action }) => action);
  expect(await actions('default')).toEqual(['run.delete', 'content.read', 'audit.stop']);
  expect(await actions('other')).toEqual(['run.delete', 'audit.stop']);
  expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, unclosed: [] });
});

test('acts that come while others are stored are stored together, in their order', async () => {
  const appended: (readonly NewAuditRecord[])[] = [];
  const log = new AuditLog({ append: async (_, records) => void appended.push(records) }, options);
  log.note('default', ACT);
  for (let count = 0; count < 3; count++) log.note('default', ACT);
  await log.flush();
  expect(appended.map((records) => records.map(({ ordinal }) => ordinal))).toEqual([[1], [2, 3, 4]]);
});

test('what the store refuses is kept and stored later, and said once', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  let isDown = true;
  const reported: unknown[] = [];
  const append: typeof audit.append = (...given) =>
    isDown ? Promise.reject(new Error('the store is down')) : audit.append(...given);
  const log = new AuditLog({ append }, { ...options, report: (error) => reported.push(error) });
  log.note('default', ACT);
  await log.flush();
  log.note('default', { ...ACT, object: 'runs/2' });
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
  log.note('default', ACT);
  await log.flush();
  const lossy = new AuditLog(
    {
      append: (workspaceId, records) =>
        audit.append(
          workspaceId,
          records.filter(({ ordinal }) => ordinal !== 2),
        ),
    },
    { ...options, writer: 'lossy' },
  );
  for (let count = 0; count < 3; count++) lossy.note('default', ACT);
  await lossy.close();
  const { isWhole, findings, unclosed } = await verifyChain(audit, 'default');
  expect([isWhole, findings.map(({ problem }) => problem)]).toEqual([false, ['lost']]);
  expect(unclosed).toEqual([{ writer: 'killed', lastNs: '1000000000' }]);
});

test('texts that are too long or that no database keeps are stored all the same', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const log = new AuditLog(audit, options);
  log.note('default', { ...ACT, object: `a\0b${'x'.repeat(2_000)}` });
  await log.close();
  expect((await audit.scan('default', 0, 1))[0]!.object).toHaveLength(1_000);
  expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true });
});
