import { afterAll, beforeAll, expect, test } from 'vitest';
import { MATCH_ALL } from '../src/filter/expression.ts';
import { ClickHouseDatabase } from '../src/storage/spans/clickhouse/clickhouse-database.ts';
import { parseClickHouseLocation } from '../src/storage/spans/clickhouse/clickhouse-location.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../src/storage/spans/contract/sample-span.ts';
import type { SpanStore } from '../src/storage/spans/span-store.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server?.stop());

const MINUTE_NS = 60_000_000_000n;

test('a span counts once in figures, whether its rows lie in one part, in two, or merged', async () => {
  const url = server.newDatabase();
  const store = await openClickHouseSpans(url);
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  const span = (trace: number, id: number, minute: bigint, isPending = false) => {
    const startNs = minute * MINUTE_NS;
    const times = { startNs, endNs: startNs + 1_000n } as Pick<ReturnType<typeof sampleSpan>, 'startNs' | 'endNs'>;
    return sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(id), ...times, isPending });
  };
  try {
    await database.command('SYSTEM STOP MERGES spans');
    await store.append([sampleBatch([span(1, 1, 100n), span(2, 2, 200n, true), span(3, 3, 300n)])]);
    expect(await counts(store)).toEqual([1, 1, 1]);

    // One that ends, and one that ends at another minute than it was to begin in.
    await store.append([sampleBatch([span(2, 2, 200n), span(4, 4, 400n, true)])]);
    await store.append([sampleBatch([span(4, 4, 401n), span(5, 5, 500n)])]);
    expect(await counts(store)).toEqual([1, 1, 1, 1, 1]);
    expect(await parts(database)).toBe(3);

    await database.command('SYSTEM START MERGES spans');
    await database.command('OPTIMIZE TABLE spans FINAL');
    expect(await parts(database)).toBe(1);
    expect(await counts(store)).toEqual([1, 1, 1, 1, 1]);

    await store.deleteTraces('default', [traceIdOf(3)]);
    expect(await counts(store)).toEqual([1, 1, 1, 1]);
  } finally {
    await Promise.all([store.close(), database.close()]);
  }
});

/** Of spans, minute by minute. */
async function counts(store: SpanStore): Promise<readonly number[]> {
  const { groups, total } = await store.aggregate({
    ...{ workspaceId: 'default', of: 'spans', filter: MATCH_ALL, by: ['time'], interval: '1m', zone: 'UTC' },
    ...{ attribution: false, order: 'count', limit: 100 },
  });
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
  return groups.map(({ count }) => count);
}

async function parts(database: ClickHouseDatabase): Promise<number> {
  const [row] = await database.rows<{ readonly count: string }>(
    "SELECT count() AS count FROM system.parts WHERE active AND database = currentDatabase() AND table = 'spans'",
  );
  return Number(row!.count);
}
