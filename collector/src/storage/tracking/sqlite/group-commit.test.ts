import { Kysely } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { ApiError } from '../../../errors.ts';
import { openSqliteFile } from '../../sqlite-file.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import { GroupCommit } from './group-commit.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';

function opened() {
  const file = openSqliteFile(':memory:');
  file.exec('CREATE TABLE run_trace_cursors (workspace_id TEXT NOT NULL, change REAL NOT NULL)');
  const db = new Kysely<TrackingTables>({ dialect: nodeSqliteDialect(file) });
  onTestFinished(() => db.destroy());
  const commits = new GroupCommit(db);
  const write = (name: string, failure?: Error) =>
    commits.write(async (transaction) => {
      await transaction.insertInto('run_trace_cursors').values({ workspace_id: name, change: 1 }).execute();
      if (failure !== undefined) throw failure;
      return name;
    });
  const kept = () =>
    file
      .prepare('SELECT workspace_id FROM run_trace_cursors')
      .all()
      .map((row) => row.workspace_id);
  return { write, kept };
}

test('of works that share a commit one that fails takes back what it has written, and nothing else', async () => {
  const { write, kept } = opened();
  const failure = new ApiError('INVALID_PARAMETER_VALUE', 'no');
  const done = await Promise.allSettled([write('a'), write('b', failure), write('c')]);
  expect(done).toMatchObject([{ value: 'a' }, { reason: failure }, { value: 'c' }]);
  expect(kept()).toEqual(['a', 'c']);
  await expect(write('d', failure)).rejects.toBe(failure);
  expect(kept()).toEqual(['a', 'c']);
});

test('where the store itself fails none of them is written', async () => {
  const { write, kept } = opened();
  const failure = new ApiError('TEMPORARILY_UNAVAILABLE', 'the disk of the store is full');
  const done = await Promise.allSettled([write('a'), write('b', failure), write('c')]);
  expect(done.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(kept()).toEqual([]);
});
