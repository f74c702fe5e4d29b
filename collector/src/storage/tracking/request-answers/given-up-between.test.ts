import { expect, onTestFinished, test } from 'vitest';
import { overriding } from '../../../overriding.ts';
import { openSqliteTracking } from '../sqlite/open-tracking-stores.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { SqlRequestAnswerStore } from './sql-request-answer-store.ts';

/** A transaction whose first question of requests finds none, as where another one has deleted it on Postgres meanwhile. */
function interrupted(transaction: TrackingQueries): TrackingQueries {
  let isFirst = true;
  const selectFrom = (table: 'request_answers') => {
    const query = transaction.selectFrom(table);
    const isGone = isFirst;
    isFirst = false;
    return isGone ? query.where('key', '=', 'given up') : query;
  };
  return overriding(transaction, { selectFrom: selectFrom as typeof transaction.selectFrom });
}

test('where a request is given up while another one is told of it, that one is not worked on without its place', async () => {
  const database = await openSqliteTracking({ file: ':memory:' });
  onTestFinished(() => database.close());
  const place = { workspaceId: 'default', sender: 'ann', key: 'k' };
  await new SqlRequestAnswerStore(database).begin(place, 'POST /a', 'one', () => false);
  const write: TrackingDatabase['write'] = (work) => database.write((transaction) => work(interrupted(transaction)));
  const store = new SqlRequestAnswerStore(overriding(database, { write }));
  expect(await store.begin(place, 'POST /a', 'two', () => false)).toMatchObject({ request: 'POST /a' });
});
