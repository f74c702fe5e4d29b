import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { emptyFolder } from '../../../../testing/empty-folder.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';
import { startTextThread } from './text-thread.ts';

test('a thread of its own reads the texts, says how far it is, and ends when it is told to', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) })])]);
  const thread = startTextThread({ file }, console.error, 0);
  expect(thread.lag()).toBeUndefined();
  await vi.waitUntil(() => thread.lag()?.spans === 0, { timeout: 60_000 });
  expect(await store.quality('default')).toMatchObject({ spanCount: 1, areSpansRead: true });
  await thread.close();
  await store.close();
}, 60_000);
