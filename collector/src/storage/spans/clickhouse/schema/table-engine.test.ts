import { expect, test } from 'vitest';
import { addColumns, createTable, setCodecs, setSetting, storedTable, type Table } from './table-engine.ts';

const TABLE: Table = {
  name: 'spans',
  columns: 'trace_id UInt64, version UInt64, received DateTime',
  engine: 'Replacing',
  arguments: ['version'],
  orderBy: 'trace_id',
  partitionBy: 'toDate(received)',
  settings: { index_granularity: 512 },
  shardBy: 'cityHash64(trace_id)',
};
const SERVER = { url: 'http://localhost:8123', username: 'me', password: '', database: 'traces', cluster: undefined };

test('on one server a table is a MergeTree that recognises batches which come once more', () => {
  expect(createTable(TABLE, SERVER)).toEqual([
    [
      'CREATE TABLE IF NOT EXISTS spans (',
      '  trace_id UInt64, version UInt64, received DateTime',
      ') ENGINE = ReplacingMergeTree(version)',
      'PARTITION BY toDate(received)',
      'ORDER BY trace_id',
      'SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 512',
    ].join('\n'),
  ]);
  expect(storedTable('spans', SERVER)).toBe('spans');
});

test('on a cluster it is replicated on each shard, and distributed over them with a trace as a whole on one', () => {
  const cluster = { ...SERVER, cluster: 'main' };
  expect(createTable(TABLE, cluster)).toEqual([
    [
      "CREATE TABLE IF NOT EXISTS spans_local ON CLUSTER 'main' (",
      '  trace_id UInt64, version UInt64, received DateTime',
      ") ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/traces/spans', '{replica}', version)",
      'PARTITION BY toDate(received)',
      'ORDER BY trace_id',
      'SETTINGS replicated_deduplication_window = 1000, index_granularity = 512',
    ].join('\n'),
    "CREATE TABLE IF NOT EXISTS spans ON CLUSTER 'main' AS spans_local " +
      "ENGINE = Distributed('main', 'traces', 'spans_local', cityHash64(trace_id))",
  ]);
  expect(storedTable('spans', cluster)).toBe("spans_local ON CLUSTER 'main'");
});

const COLUMNS = [
  { name: 'block', type: 'UInt64 CODEC(T64, LZ4)' },
  { name: 'is_truncated', type: 'Bool' },
];

test('columns are added where the rows are, and to the distributed table without the codecs of what it does not keep', () => {
  expect(addColumns('spans', COLUMNS, SERVER)).toEqual([
    'ALTER TABLE spans ADD COLUMN IF NOT EXISTS block UInt64 CODEC(T64, LZ4), ADD COLUMN IF NOT EXISTS is_truncated Bool',
  ]);
  expect(addColumns('spans', COLUMNS, { ...SERVER, cluster: 'main' })).toEqual([
    "ALTER TABLE spans_local ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS block UInt64 CODEC(T64, LZ4), ADD COLUMN IF NOT EXISTS is_truncated Bool",
    "ALTER TABLE spans ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS block UInt64, ADD COLUMN IF NOT EXISTS is_truncated Bool",
  ]);
});

test('codecs are set of those columns that have one, where the rows are', () => {
  expect(setCodecs('spans', COLUMNS, { ...SERVER, cluster: 'main' })).toEqual([
    "ALTER TABLE spans_local ON CLUSTER 'main' MODIFY COLUMN block CODEC(T64, LZ4)",
  ]);
});

test('a setting is changed where the rows are', () => {
  expect(setSetting('spans', { index_granularity: 512, merge_selector_base: 10 }, { ...SERVER, cluster: 'main' })).toBe(
    "ALTER TABLE spans_local ON CLUSTER 'main' MODIFY SETTING index_granularity = 512, merge_selector_base = 10",
  );
});
