import { expect, test } from 'vitest';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { RowReader } from '../row-binary/row-reader.ts';
import { RowWriter } from '../row-binary/row-writer.ts';
import { standingRecords } from './standing-records.ts';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const SPAN = '1'.repeat(16);

type Row = readonly [traceId: string, spanId: string, isGone: boolean, name: string];

/** A database that answers one question after the other. */
function answering(answers: readonly (readonly Row[])[]) {
  const asked: string[] = [];
  const database = {
    read: async (sql: string) => {
      const rows = new RowWriter();
      for (const [traceId, spanId, isGone, name] of answers[asked.length] ?? []) {
        rows.id(traceId, 16);
        rows.id(spanId, 8);
        rows.flag(isGone);
        rows.text(name);
      }
      asked.push(sql);
      return new RowReader(rows.finish());
    },
  } as unknown as ClickHouseDatabase;
  const places = [A, B].map((traceId) => ({ traceId, firstMinute: 1, lastMinute: 1 }));
  const sought = { workspaceId: 'w', places, columns: 'name' };
  return { asked, names: () => standingRecords(database, sought, (from) => from.text()) };
}

test('spans that have one row each are read without FINAL, and once', async () => {
  const { asked, names } = answering([
    [
      [A, SPAN, false, 'plan'],
      [B, SPAN, false, 'answer'],
    ],
  ]);

  expect([...(await names())]).toEqual([
    [A + SPAN, 'plan'],
    [B + SPAN, 'answer'],
  ]);
  expect(asked.map((sql) => sql.includes('FINAL'))).toEqual([false]);
});

test.each([
  ['another row of the same span', [A, SPAN, false, 'late'] as const],
  ['a row that takes a span out', [A, '2'.repeat(16), true, ''] as const],
])('a trace with %s is read once more with FINAL, and no other', async (_, row) => {
  const { asked, names } = answering([
    [[A, SPAN, false, 'early'], [B, SPAN, false, 'answer'], row],
    [[A, SPAN, false, 'late']],
  ]);

  expect([...(await names())].sort()).toEqual([
    [A + SPAN, 'late'],
    [B + SPAN, 'answer'],
  ]);
  expect(asked[1]).toContain('FINAL');
  expect(asked[1]).not.toContain(B);
});
