import { afterAll, beforeAll, describe } from 'vitest';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { spanStoreContract } from '../src/storage/spans/span-store.contract.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer(2);
});
afterAll(() => server.stop());

describe.skipIf(process.env.CLICKHOUSE_URL)('on two shards', () => {
  spanStoreContract('ClickHouse', async () => {
    const url = server.newDatabase();
    return {
      store: await openClickHouseSpans(url),
      reopen: () => openClickHouseSpans(url),
      reader: () => openClickHouseSpans(url),
    };
  });
});
