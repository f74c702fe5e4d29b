import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import type { StoreStats } from '../span-store.ts';
import { openSqliteSpanStore } from '../sqlite/sqlite-span-store.ts';
import { QueryThread } from './query-thread.ts';

test('a thread that could not open the store tries again with the next question', async () => {
  const file = join(emptyFolder(), 'spans.db');
  // Nothing can be opened where a folder stands.
  mkdirSync(file);
  const thread = new QueryThread({ file });
  onTestFinished(() => thread.close());
  const ask = () => thread.ask({ method: 'lastChange', parameters: ['default'] });

  await expect(ask()).rejects.toMatchObject({ name: 'StoreError' });
  rmdirSync(file);

  expect(await ask()).toBe(0);
});

test('a thread that ends before it has said anything is a failure, not waited for', async () => {
  const thread = new QueryThread({ file: ':memory:' }, new URL('data:text/javascript,'));
  onTestFinished(() => thread.close());

  await expect(thread.ready()).rejects.toThrow('ended with code 0');
});

/** A thread that answers a call with how many were cancelled before, once it is asked for `stats`; anything else never. */
const PATIENT = `
  import { parentPort } from 'node:worker_threads';
  const cancelled = [];
  parentPort.on('message', ({ type, id, method }) => {
    if (type === 'cancel') cancelled.push(id);
    if (type === 'close') parentPort.close();
    if (method === 'stats') parentPort.postMessage({ type: 'answer', id, value: cancelled });
  });
  parentPort.postMessage({ type: 'ready' });`;

test('a question that is given up fails at once, and the thread is told; others are answered', async () => {
  const entry = new URL(`data:text/javascript,${encodeURIComponent(PATIENT)}`);
  const thread = new QueryThread({ file: ':memory:' }, entry);
  onTestFinished(() => thread.close());
  await thread.ready();
  const asker = new AbortController();
  const slow = thread.ask({ method: 'quality', parameters: ['default'] }, asker.signal);
  const other = thread.ask({ method: 'stats', parameters: [] }, asker.signal);
  expect(await other).toEqual([]);

  asker.abort();

  await expect(slow).rejects.toMatchObject({ message: 'whoever asked has gone' });
  await expect(thread.ask({ method: 'stats', parameters: [] }, asker.signal)).rejects.toThrow('has gone');
  expect(await thread.ask({ method: 'stats', parameters: [] })).toEqual([1]);
});

test('a question that came right before the end is answered, and the thread ends well', async () => {
  const file = join(emptyFolder(), 'spans.db');
  await openSqliteSpanStore({ file }).close();
  const thread = new QueryThread({ file });
  await thread.ready();

  const asked = thread.ask<StoreStats>({ method: 'stats', parameters: [] }, new AbortController().signal);
  // It is sent as soon as the thread has been found; the end comes right behind it.
  for (let each = 0; each < 20; each++) await Promise.resolve();
  const closed = thread.close();

  expect(await asked).toMatchObject({ traceCount: 0 });
  await closed;
});
