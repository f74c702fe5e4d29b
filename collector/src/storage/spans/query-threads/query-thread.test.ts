import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
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
