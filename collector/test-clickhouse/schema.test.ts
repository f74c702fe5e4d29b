import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClickHouseDatabase } from '../src/storage/spans/clickhouse/clickhouse-database.ts';
import { parseClickHouseLocation } from '../src/storage/spans/clickhouse/clickhouse-location.ts';
import { MIGRATIONS } from '../src/storage/spans/clickhouse/schema/migrations.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server.stop());

test('the engine can read what makes the tables of a cluster', async () => {
  const location = parseClickHouseLocation(server.newDatabase())!;
  const database = new ClickHouseDatabase({ ...location, database: 'default' });
  const statements = MIGRATIONS.flatMap((step) => step.statements({ ...location, cluster: 'main' }));
  expect(statements.length).toBeGreaterThan(10);
  for (const statement of statements) {
    const [first] = await database.rows<{ readonly explain: string }>(`EXPLAIN AST ${statement}`);
    expect(first?.explain).toMatch(/^(Create|Alter)Query/);
  }
  await database.close();
});
