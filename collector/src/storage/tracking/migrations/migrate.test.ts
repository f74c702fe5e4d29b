import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { openTrackingStores } from '../sqlite/open-tracking-stores.ts';

const RELEASED = join(import.meta.dirname, 'released');

test.each(readdirSync(RELEASED))('a database of %s is brought up to date with all that is in it', async (name) => {
  const file = join(emptyFolder(), 'tracking.db');
  change(file, readFileSync(join(RELEASED, name), 'utf8'));

  const { experiments, notes, runs, close } = await openTrackingStores({ file });
  onTestFinished(close);

  expect((await experiments.list('default')).map(({ id, name: of, tags }) => [id, of, tags.size])).toEqual([
    ['0', 'Default', 0],
    ['1', 'support-bot', 0],
  ]);
  const traceId = '00000000000000000000000000000001';
  expect((await notes.getTraceTags('default', [traceId])).get(traceId)).toEqual({ team: 'support' });
  expect(await notes.listFeedback('default', traceId)).toMatchObject([
    { id: 'f1', name: 'helpful', value: true, rationale: 'why', createdNs: '1767225600000000000' },
  ]);
  expect((await notes.getDeletions('default', ['00000000000000000000000000000002'])).size).toBe(1);
  const run = { experimentId: '1', name: 'new', userId: '', startMs: undefined, tags: new Map() };
  const { id } = await runs.create('default', run);
  expect(await runs.get('default', id)).toMatchObject({ artifactUri: `mlflow-artifacts:/1/${id}/artifacts` });
});

test('where one migration fails none is kept, and once its reason is gone all are made', async () => {
  const file = join(emptyFolder(), 'tracking.db');
  change(file, readFileSync(join(RELEASED, '0001-experiments-and-notes.sql'), 'utf8'));
  const before = tablesOf(file);
  change(file, 'create table run_params (in_the_way text)');

  await expect(openTrackingStores({ file })).rejects.toThrow('already exists');

  change(file, 'drop table run_params');
  expect(tablesOf(file)).toEqual(before);
  const { runs, close } = await openTrackingStores({ file });
  onTestFinished(close);
  await expect(runs.get('default', 'none')).rejects.toThrow('not found');
});

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

/** Those that Kysely keeps for itself apart. */
function tablesOf(file: string): readonly unknown[] {
  const database = new DatabaseSync(file);
  const tables = database
    .prepare("select name, sql from sqlite_schema where type = 'table' and name not like 'kysely_%' order by name")
    .all();
  database.close();
  return tables;
}
