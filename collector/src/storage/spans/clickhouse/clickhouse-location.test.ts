import { expect, test } from 'vitest';
import { parseClickHouseLocation } from './clickhouse-location.ts';

test('an address says which database of which server, and how one gets in', () => {
  expect(parseClickHouseLocation('clickhouse://me:p%40ss@db.example:9123/spans?cluster=main&secure=1')).toEqual({
    url: 'https://db.example:9123',
    username: 'me',
    password: 'p@ss',
    database: 'spans',
    cluster: 'main',
  });
});

test('what an address leaves out is what ClickHouse takes for granted, and a database of our name', () => {
  expect(parseClickHouseLocation('clickhouse://localhost')).toEqual({
    url: 'http://localhost:8123',
    username: 'default',
    password: '',
    database: 'tracewright',
    cluster: undefined,
  });
});

test.each([
  'http://localhost:8123',
  'clickhouse://',
  'clickhouse://host/a`b',
  "clickhouse://host/db?cluster=a'b",
  'clickhouse://host/db?shards=2',
])('%s is no such address', (text) => {
  expect(parseClickHouseLocation(text)).toBeUndefined();
});
