import { expect, test } from 'vitest';
import { ApiError } from '../../../../errors.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { RowReader } from '../row-binary/row-reader.ts';
import { ChangeClock } from './change-clock.ts';
import { TraceDeleter } from './delete-traces.ts';

const LATE = new ApiError('TEMPORARILY_UNAVAILABLE', 'the database of spans does not answer');

/** @param mutations that the server has not carried out */
function deleterOn(mutations: readonly object[]): TraceDeleter {
  const database = {
    location: { cluster: undefined },
    read: async () => new RowReader(Buffer.alloc(0)),
    rows: async (sql: string) => (sql.includes('system.mutations') ? mutations : [{}]),
    command: async () => {
      throw LATE;
    },
  } as unknown as ClickHouseDatabase;
  return new TraceDeleter(database, new ChangeClock({ nowMs: Date.now, keepUp: async () => {} }));
}

test('a deletion that waits for merges is told as such', async () => {
  const deletion = deleterOn([{ 1: 1 }]).delete('default', ['a'.repeat(32)]);
  await expect(deletion).rejects.toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
    message: expect.stringContaining('are its merges stopped?'),
  });
});

test('a deletion that fails for another reason tells that one', async () => {
  await expect(deleterOn([]).delete('default', ['a'.repeat(32)])).rejects.toBe(LATE);
});
