import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../filter/parse-filter.ts';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { openSpanDatabase } from './span-database.ts';
import { filterSql } from './trace-filter-sql.ts';

test.each([
  ["user = 'ada'", ['traces_of_user', 'traces_waiting']],
  ["session = 's1' AND cost > 1", ['traces_of_session', 'traces_waiting']],
  ['status = error', ['traces_failed']],
])('the newest traces with %s come out of indexes in their order', (filter, indexes) => {
  const db = openSpanDatabase(join(emptyFolder(), 'spans.db'), false);
  const whole = filterSql(parseFilter(filter, 'trace', 0n));

  const plans = (whole.parts ?? [whole]).map(({ sql, parameters }) =>
    db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT * FROM traces WHERE (workspace = ?) AND (${sql}) ORDER BY start_ns DESC, trace_id DESC`,
      )
      .all(1, ...parameters)
      .map(({ detail }) => detail),
  );
  db.close();

  expect(plans).toEqual(indexes.map((index) => [expect.stringContaining(`USING INDEX ${index} (workspace=?`)]));
});
