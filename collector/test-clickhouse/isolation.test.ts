import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { sharedWorld } from '../src/access/shared-world.test.support.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { isolationCases } from '../src/workspaces/isolation.contract.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server.stop());

isolationCases(async () => {
  const spans = await openClickHouseSpans(server.newDatabase());
  onTestFinished(() => spans.close());
  return sharedWorld({}, { spans });
});
