import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { openSpanDatabase } from './span-database.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

test('after a read that failed half-way nobody is shown the traces of another workspace', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'spans.db');
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  const add = (workspaceId: string, ...numbers: readonly number[]) =>
    store.append([
      sampleBatch(
        numbers.map((number) => sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1) })),
        { workspaceId },
      ),
    ]);
  await add('theirs', 1, 2);
  await add('ours', 3);
  const beside = openSpanDatabase(file, false);
  beside.prepare("UPDATE traces SET models = '[' WHERE trace_id = unhex(?)").run(traceIdOf(2));
  beside.close();
  const longest = async (workspaceId: string) => {
    const { rows } = await store.listTraces({ workspaceId, filter: MATCH_ALL, order: 'duration', limit: 10 });
    return rows.map(({ traceId }) => traceId);
  };
  expect(await longest('ours')).toEqual([traceIdOf(3)]);

  await expect(longest('theirs')).rejects.toThrow('JSON');

  expect(await longest('ours')).toEqual([traceIdOf(3)]);
});
