import type { AuditAct } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import type { AuditStore } from '../storage/tracking/audit/audit-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { AuditLog } from './audit-log.ts';
import { verifyChain } from './verify-chain.ts';

const ACT: AuditAct = {
  ...{ action: 'run.delete', object: 'runs/1', subject: 'ann', via: 'session', keyId: '', address: '' },
  ...{ outcome: 'done', status: 200 },
};

test('entries that were stored though no answer came stand in the chain once, and it is whole', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  let isAnswerLost = false;
  const appendAll: AuditStore['appendAll'] = async (...given) => {
    await audit.appendAll(...given);
    if (isAnswerLost) throw new Error('the connection broke');
  };
  const reported: unknown[] = [];
  const log = new AuditLog({ appendAll }, { nowMs: () => 1_000, report: (error) => reported.push(error) });
  await log.note('default', ACT);
  isAnswerLost = true;
  await log.note('default', { ...ACT, object: 'runs/2' });
  void log.note('default', { ...ACT, object: 'runs/3' });
  isAnswerLost = false;
  await log.close();

  expect(reported).toHaveLength(1);
  const objects = (await audit.scan('default', 0, 10)).map(({ object }) => object);
  expect(objects).toEqual(['runs/1', 'runs/2', 'runs/3', '']);
  expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, findings: [], unclosed: [] });
});
