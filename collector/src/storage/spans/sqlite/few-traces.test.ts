import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../filter/parse-filter.ts';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { openSpanDatabase } from './span-database.ts';
import { filterSql } from './trace-filter-sql.ts';

test.each([
  ["user = 'ada'", 'traces_by_user'],
  ["session = 's1' AND cost > 1", 'traces_by_session'],
  ['status = error', 'traces_failed'],
])('the newest traces with %s come out of an index in their order', (filter, index) => {
  const db = openSpanDatabase(join(emptyFolder(), 'spans.db'), false);
  const { sql, parameters } = filterSql(parseFilter(filter, 'trace', 0n));

  const plan = db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT * FROM traces WHERE workspace = ? AND ${sql} ORDER BY start_ns DESC, trace_id DESC`,
    )
    .all(1, ...parameters);
  db.close();

  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining(`USING INDEX ${index} (workspace=?`)]);
});
