import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { parseFilter } from '../../../../filter/parse-filter.ts';
import { emptyFolder } from '../../../../testing/empty-folder.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { sentSpan } from '../../contract/sent-span.ts';
import type { SpanStore } from '../../span-store.ts';
import { checkSpanStore } from '../check-store.ts';
import { ChunkTable } from '../chunk-table.ts';
import { ChunkMerger } from '../merge-chunks.ts';
import { openSpanDatabase } from '../span-database.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';
import { fillTexts } from './fill-texts.test.support.ts';
import { textFileOf } from './text-database.ts';
import { TextFiller } from './text-filler.ts';

/** A store of traces 1 to `count`, a chunk each; trace 3 says "number 3". */
async function storeOf(count: number): Promise<{ readonly file: string; readonly store: SpanStore }> {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file, patienceMs: Number.POSITIVE_INFINITY });
  onTestFinished(() => store.close());
  for (let number = 1; number <= count; number++) {
    const payload = sentSpan('step', { prompt: `number ${number}` });
    await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1), payload })])]);
  }
  return { file, store };
}

async function found(store: SpanStore, text: string): Promise<readonly number[]> {
  const filter = parseFilter(text, 'trace', NEW_YEAR);
  const { rows } = await store.listTraces({ workspaceId: 'default', filter, limit: 100 });
  return rows.map(({ traceId }) => Number.parseInt(traceId.slice(16), 16));
}

/** Chunks in the index. */
function read(file: string): number {
  const db = new DatabaseSync(textFileOf(file));
  const chunks = Number(db.prepare('SELECT count(*) AS count FROM chunks').get()?.count);
  db.close();
  return chunks;
}

test('it says how many spans it has not read, the newest first, and nothing once it has read them', async () => {
  const { file } = await storeOf(3);
  const filler = new TextFiller(file);
  onTestFinished(() => filler.close());
  // None has waited for so long.
  expect([filler.step(0, 3_600_000), filler.lag().spans]).toEqual([false, 3]);
  expect(filler.step(0)).toBe(true);
  expect(filler.lag()).toMatchObject({ spans: 2 });
  while (filler.step(0));
  expect(filler.lag()).toEqual({ spans: 0, seconds: 0 });
});

test('what is merged is read again, what is deleted is forgotten', async () => {
  const { file, store } = await storeOf(10);
  fillTexts(file);
  const db = openSpanDatabase(file, false);
  const merger = new ChunkMerger(db, new ChunkTable(db, () => {}));
  while (merger.mergeNext());
  db.close();
  expect(await found(store, '"number 3"')).toEqual([3]);
  fillTexts(file);
  expect([read(file), await found(store, '"number 3"')]).toEqual([1, [3]]);
  await store.deleteTraces('default', [traceIdOf(3)]);
  expect(await found(store, 'number')).not.toContain(3);
  fillTexts(file);
  const words = new DatabaseSync(textFileOf(file));
  onTestFinished(() => words.close());
  expect(words.prepare("SELECT count(*) AS count FROM blocks WHERE instr(terms, x'33') > 0").get()).toEqual({
    count: 0,
  });
  expect(checkSpanStore(file).findings).toEqual([]);
});

test.each([
  ['is missing', (file: string) => rmSync(file)],
  ['is no database', (file: string) => writeFileSync(file, 'x'.repeat(5_000))],
  [
    'is laid out otherwise',
    (file: string) => {
      const db = new DatabaseSync(file);
      db.exec('PRAGMA user_version = 99');
      db.close();
    },
  ],
])('an index that %s is made anew, and until then everything is found', async (_, harm) => {
  const { file, store } = await storeOf(4);
  fillTexts(file);
  expect(await found(store, 'number')).toHaveLength(4);
  harm(textFileOf(file));
  expect(await found(store, '3')).toEqual([3]);
  fillTexts(file);
  expect([read(file), await found(store, '3')]).toEqual([4, [3]]);
});

test('an index that says something else than the spans is reported', async () => {
  const { file } = await storeOf(2);
  fillTexts(file);
  const db = new DatabaseSync(textFileOf(file));
  db.exec("UPDATE blocks SET terms = x'00013101' WHERE id >= 131072; INSERT INTO blocks VALUES (9 * 65536, x'00')");
  db.close();
  expect(checkSpanStore(file).findings).toEqual([
    { place: 'the index of texts', message: 'has words of chunk 9, which it does not know' },
    { place: 'chunk 2', message: 'says something else in the index of texts than in its spans' },
  ]);
});

test('of a process that is killed while it reads, each chunk has been read whole or not at all', async () => {
  const { file, store } = await storeOf(40);
  const program = `
    const { TextFiller } = await import(process.argv[1]);
    const filler = new TextFiller(process.argv[2]);
    const say = (text) => new Promise((resolve) => process.stdout.write(text, resolve));
    for (let more = true; more; ) {
      more = filler.step(0);
      await say('read\\n');
    }
    setInterval(() => {}, 1_000);`;
  const child = spawn(
    process.execPath,
    [
      '--conditions=tracewright-source',
      '--input-type=module',
      '--eval',
      program,
      new URL('./text-filler.ts', import.meta.url).href,
      file,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  let lines = 0;
  for await (const _ of createInterface({ input: child.stdout })) if (++lines === 7) child.kill('SIGKILL');
  await exit;

  const known = read(file);
  expect(known).toBeGreaterThanOrEqual(7);
  expect(checkSpanStore(file).findings).toEqual([]);
  expect(await found(store, 'number')).toHaveLength(40);
  fillTexts(file);
  expect([read(file), existsSync(textFileOf(file)), checkSpanStore(file).findings]).toEqual([40, true, []]);
  expect(await found(store, '"number 17"')).toEqual([17]);
});

test('a text of very many different words is found, though not all of them are kept', {
  tags: 'thorough',
}, async () => {
  const { file, store } = await storeOf(3);
  const prompt = `${Array.from({ length: 300_000 }, (_, index) => index.toString(36)).join(' ')} needle`;
  const payload = sentSpan('step', { prompt });
  await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(4), spanId: spanIdOf(1), payload })])]);
  fillTexts(file);
  expect(await found(store, 'needle')).toEqual([4]);
  expect(await found(store, 'number')).toEqual([3, 2, 1]);
  expect(checkSpanStore(file).findings).toEqual([]);
});
