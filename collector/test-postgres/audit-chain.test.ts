import type { AuditAct } from '@tracewright/schema';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { AuditLog } from '../src/audit/audit-log.ts';
import { verifyChain } from '../src/audit/verify-chain.ts';
import { openPostgresStores } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import { openPostgres, type PostgresServer, postgresSource } from './postgres-server.test.support.ts';

const COLLECTORS = 3;
const ACTS_EACH = 150;
const WORKSPACES = ['default', 'other'];

const source = postgresSource();

describe.skipIf(source === undefined)('one audit log of several collectors', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await openPostgres(source!);
  });
  afterAll(() => server.stop());

  test('what they note at the same time stands in one chain, each act once and in its order', async () => {
    const url = server.createDatabase();
    const opened = await Promise.all(Array.from({ length: COLLECTORS }, () => openPostgresStores({ url })));
    onTestFinished(async () => void (await Promise.all(opened.map((stores) => stores.close()))));
    const failures: unknown[] = [];
    const logs = opened.map(
      ({ audit }) => new AuditLog(audit, { nowMs: Date.now, report: (error) => failures.push(error) }),
    );

    await Promise.all(
      logs.map(async (log) => {
        for (let number = 1; number <= ACTS_EACH; number++) {
          await Promise.all(WORKSPACES.map((workspaceId) => log.note(workspaceId, actOf(log.writer, number))));
        }
        await log.close();
      }),
    );

    expect(failures).toEqual([]);
    for (const workspaceId of WORKSPACES) {
      const { audit } = opened[0]!;
      // Each has said that it stopped as well.
      const count = COLLECTORS * (ACTS_EACH + 1);
      expect(await verifyChain(audit, workspaceId)).toMatchObject({ isWhole: true, count, findings: [], unclosed: [] });
      const objects = (await audit.scan(workspaceId, 0, count + 1)).map(({ object }) => object).filter(Boolean);
      for (const { writer } of logs) {
        expect(objects.filter((object) => object.startsWith(writer))).toEqual(
          Array.from({ length: ACTS_EACH }, (_, index) => `${writer}/${index + 1}`),
        );
      }
    }
  });
});

function actOf(writer: string, number: number): AuditAct {
  return {
    ...{ action: 'run.delete', object: `${writer}/${number}`, subject: 'ann', via: 'session', keyId: '', address: '' },
    ...{ outcome: 'done', status: 200 },
  };
}
