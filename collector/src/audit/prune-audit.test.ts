import { expect, onTestFinished, test } from 'vitest';
import { newRecord } from '../storage/tracking/audit/audit-store.contract.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { AuditLog } from './audit-log.ts';
import { pruneAudit } from './prune-audit.ts';
import { verifyChain } from './verify-chain.ts';

test('what is too old goes, that it went is noted, and the chain holds from there on', async () => {
  const { audit, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  await audit.append('default', [newRecord(1, { atMs: 1_000 }), newRecord(2, { atMs: 2_000 })]);
  const log = new AuditLog(audit, { nowMs: () => 2_500, report: (error) => expect.unreachable(String(error)) });
  const deps = { audit, log, nowMs: () => 2_500 };
  expect(await pruneAudit('default', undefined, deps)).toBe(0);
  expect(await pruneAudit('default', 1_000, deps)).toBe(1);
  expect(await pruneAudit('default', 1_000, deps)).toBe(0);
  await log.close();
  expect((await audit.scan('default', 0, 9)).map(({ action, object }) => [action, object])).toEqual([
    ['experiment.delete', 'experiments/2'],
    ['audit.prune', 'entries to 1'],
    ['audit.stop', ''],
  ]);
  expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, head: { seq: 4 } });
});
