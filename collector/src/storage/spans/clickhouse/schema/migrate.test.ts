import { expect, test } from 'vitest';
import { createMigrations } from './migrate.ts';

const SERVER = { url: 'http://localhost:8123', username: 'me', password: '', database: 'traces', cluster: undefined };

test('which steps are done stands once for all shards of a cluster', () => {
  expect(createMigrations(SERVER)).toContain('ENGINE = MergeTree ORDER BY number');
  const onCluster = createMigrations({ ...SERVER, cluster: 'main' });
  expect(onCluster).toContain("migrations ON CLUSTER 'main' (");
  expect(onCluster).toContain("ReplicatedMergeTree('/clickhouse/tables/traces/migrations', '{shard}_{replica}')");
});
