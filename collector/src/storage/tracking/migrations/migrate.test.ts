import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { openTrackingStores } from '../sqlite/open-tracking-stores.ts';

const RELEASED = join(import.meta.dirname, 'released');

test.each(readdirSync(RELEASED))('a database of %s is brought up to date with all that is in it', async (name) => {
  const file = join(emptyFolder(), 'tracking.db');
  const old = new DatabaseSync(file);
  old.exec(readFileSync(join(RELEASED, name), 'utf8'));
  old.close();

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
