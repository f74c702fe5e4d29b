import { getEventListeners } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { ChangeFeed } from './change-feed.ts';

test('whoever waits for change after change leaves nothing of that with the signal of the end', async () => {
  let changes = 0;
  const feed = new ChangeFeed({ lastChange: async () => ++changes }, 1);
  onTestFinished(() => feed.close());
  const { signal } = new AbortController();

  for (let since = 0; since < 20; since = changes) await feed.changed('default', since, 60_000, signal);

  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('whoever goes away waits no longer', async () => {
  const feed = new ChangeFeed({ lastChange: async () => 1 }, 1);
  onTestFinished(() => feed.close());
  const gone = new AbortController();
  const changed = feed.changed('default', 1, 60_000, gone.signal);

  gone.abort();

  await changed;
});
