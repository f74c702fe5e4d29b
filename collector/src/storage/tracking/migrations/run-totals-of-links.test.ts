import { Kysely } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteFile } from '../../sqlite-file.ts';
import type { RunTotalTables } from '../run-totals/run-total-tables.ts';
import { nodeSqliteDialect } from '../sqlite/node-sqlite-dialect.ts';
import * as runTotals from './0021-run-totals.ts';
import * as runTotalsOfLinks from './0030-run-totals-of-links.ts';

test('what traces have added to their runs stays, and all of them are looked at again', async () => {
  const empty = new Kysely<unknown>({ dialect: nodeSqliteDialect(openSqliteFile(':memory:')) });
  onTestFinished(() => empty.destroy());
  const db = empty.withTables<Pick<RunTotalTables, keyof RunTotalTables>>();
  await runTotals.up(empty);
  const row = { workspace_id: 'default', trace_id: 'a', run_id: 'r', latency_ms: 1.5, llm_calls: 2 };
  const unknown = { prompt_tokens: null, completion_tokens: 7, cost_nano_usd: null, is_cost_partial: 1 };
  await db
    .insertInto('run_traces')
    .values({ ...row, ...unknown })
    .execute();
  await db.insertInto('run_trace_cursors').values({ workspace_id: 'default', change: 5 }).execute();

  await runTotalsOfLinks.up(empty);

  expect(await db.selectFrom('run_traces').selectAll().execute()).toEqual([{ ...row, ...unknown }]);
  expect(await db.selectFrom('run_trace_cursors').selectAll().execute()).toEqual([]);
  await db
    .insertInto('run_traces')
    .values({ ...row, ...unknown, run_id: 'other' })
    .execute();
});
