import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { sampleBatch, sampleSpan } from '../storage/spans/contract/sample-span.ts';
import { sentSpan } from '../storage/spans/contract/sent-span.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { textFileOf } from '../storage/spans/sqlite/text/text-database.ts';
import { TextFiller } from '../storage/spans/sqlite/text/text-filler.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { spanId, traceId } from '../testing/span.ts';
import { scrubSqliteFiles } from './scrub-sqlite-files.ts';

/** Stands in everything of Ann's, and in nothing else. */
const MARK = 'zqerased';

/** Twenty traces, every second one of them Ann's, in files of their own. */
async function world() {
  const folder = emptyFolder();
  const spans = join(folder, 'spans.db');
  const files = { spans, texts: textFileOf(spans), tracking: join(folder, 'tracking.db') };
  const store = openSqliteSpanStore({ file: spans });
  const filler = new TextFiller(spans);
  const tracking = await openTrackingStores({ file: files.tracking });
  onTestFinished(async () => {
    filler.close();
    await store.close();
    await tracking.close();
  });
  const anns: string[] = [];
  for (let number = 1; number <= 20; number++) {
    const whose = number % 2 === 0 ? MARK : 'others';
    const id = traceId(number);
    if (whose === MARK) anns.push(id);
    const span = sampleSpan({
      ...{ traceId: id, spanId: spanId(number), userId: `${whose}-${number}`, name: `${whose} step` },
      payload: sentSpan(`${whose} step`, { prompt: `${whose} has said ${whose}${number}` }),
    });
    await store.append([sampleBatch([span])]);
    await tracking.notes.setTraceTag('default', id, 'note', `${whose} ${'x'.repeat(2_000)}`);
  }
  filler.step(Number.POSITIVE_INFINITY);
  const marked = () => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(MARK));
  return { files, store, filler, tracking, anns, marked };
}

test('what was deleted is in no file any more, nor beside it, once its words are taken out', async () => {
  const { files, store, filler, tracking, anns, marked } = await world();
  expect(marked().length).toBeGreaterThan(2);
  await store.deleteTraces('default', anns);
  await tracking.notes.deleteTraces('default', anns);
  expect(await scrubSqliteFiles(files)).toBe(false);
  filler.step(Number.POSITIVE_INFINITY);
  expect(await scrubSqliteFiles(files)).toBe(true);
  expect(marked()).toEqual([]);
});

test('while somebody writes it is left for later, without waiting for them', async () => {
  const { files, store, filler, tracking, anns, marked } = await world();
  await store.deleteTraces('default', anns);
  await tracking.notes.deleteTraces('default', anns);
  filler.step(Number.POSITIVE_INFINITY);
  const writer = new DatabaseSync(files.tracking);
  writer.exec('BEGIN IMMEDIATE');
  expect(await scrubSqliteFiles(files)).toBe(false);
  writer.exec('ROLLBACK');
  writer.close();
  expect(await scrubSqliteFiles(files)).toBe(true);
  expect(marked()).toEqual([]);
});

test('where stores are on servers there is nothing to do', async () => {
  const folder = emptyFolder();
  const [spans, texts, tracking] = ['spans.db', 'spans.db.text', 'tracking.db'].map((name) => join(folder, name));
  expect(await scrubSqliteFiles({ spans: spans!, texts: texts!, tracking: tracking! })).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});
