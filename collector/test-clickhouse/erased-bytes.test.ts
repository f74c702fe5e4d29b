import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ClickHouseDatabase } from '../src/storage/spans/clickhouse/clickhouse-database.ts';
import { parseClickHouseLocation } from '../src/storage/spans/clickhouse/clickhouse-location.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { DeletedRows } from '../src/storage/spans/clickhouse/write/purge-deleted.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../src/storage/spans/contract/sample-span.ts';
import { sentSpan } from '../src/storage/spans/contract/sent-span.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

/** Tables whose files have something of a trace in them, readable or packed. */
const TABLES = ['spans', 'payload_blocks', 'traces'];

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server?.stop());

/** Files below these folders in which the bytes stand. */
function filesWith(folders: readonly string[], bytes: Buffer): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => existsSync(file) && readFileSync(file).includes(bytes)),
  );
}

test('what was taken out is in no file of its table any more, without a merge', async ({ skip }) => {
  const url = server.newDatabase();
  const store = await openClickHouseSpans(url);
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  const rows = new DeletedRows(database, 0);
  try {
    const spanOf = (trace: number, userId: string) => {
      const payload = sentSpan('step', { text: userId });
      return sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(trace), userId, preview: userId, payload });
    };
    await store.append([sampleBatch([spanOf(1, 'kept-7c1d0e5b2a94'), spanOf(2, 'erased-f03b68d17a2c')])]);
    for (const table of TABLES) {
      await database.command(
        `ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`,
      );
    }
    const found = await database.rows<{ readonly folders: readonly string[] }>(
      `SELECT data_paths AS folders FROM system.tables WHERE database = currentDatabase() AND name IN (${TABLES.map((name) => `'${name}'`).join()})`,
    );
    const folders = found.flatMap((table) => table.folders);
    if (!folders.every((folder) => existsSync(folder))) skip('the server is on another machine');
    const erased = () => filesWith(folders, Buffer.from('erased-f03b68d17a2c'));
    expect(erased()).not.toEqual([]);

    await store.deleteTraces('default', [traceIdOf(2)]);
    rows.purgeSoon();

    await vi.waitFor(() => expect(erased()).toEqual([]), { timeout: 60_000, interval: 250 });
    expect(filesWith(folders, Buffer.from('kept-7c1d0e5b2a94'))).not.toEqual([]);
    expect(await store.getStoredSpans('default', traceIdOf(1))).toHaveLength(1);
  } finally {
    await Promise.all([rows.close(), store.close(), database.close()]);
  }
});
