import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { KeptTraces } from './kept-traces.ts';
import { openSpanDatabase } from './span-database.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

/** A store, and what adds traces of one span to a workspace of it. */
function newStore() {
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
  return { file, store, add };
}

test('traces of several workspaces are kept, those asked for last, as far as there is room', async () => {
  const { file, store, add } = newStore();
  await add('ours', 1, 2);
  await add('theirs', 3);
  await add('large', 4, 5, 6, 7, 8);
  await add('new', 9, 10);
  const db = openSpanDatabase(file, false);
  onTestFinished(() => db.close());
  const kept = new KeptTraces(db, 4);
  const [ours, theirs] = [kept.of('ours'), kept.of('theirs')];

  expect(kept.of('theirs')).toBe(theirs);
  expect(kept.of('ours')).toBe(ours);
  expect(kept.of('large')).toBeUndefined();
  expect(kept.of('new')?.size).toBe(2);
  expect(kept.of('ours')).toBe(ours);
  expect(kept.of('theirs')).not.toBe(theirs);

  await add('ours', 11);
  expect(kept.of('ours')?.size).toBe(3);
  await store.deleteTraces('ours', [traceIdOf(1)]);
  await add('ours', 12);
  const names = [...(kept.of('ours')?.values() ?? [])].map(({ traceId }) => traceId);
  expect(names).toEqual([2, 11, 12].map(traceIdOf));
});

test('after a read that failed half-way nobody is shown the traces of another workspace', async () => {
  const { file, store, add } = newStore();
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
