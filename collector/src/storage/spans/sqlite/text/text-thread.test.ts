import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { parseFilter } from '../../../../filter/parse-filter.ts';
import { emptyFolder } from '../../../../testing/empty-folder.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { sentSpan } from '../../contract/sent-span.ts';
import { checkSpanStore } from '../check-store.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';
import { startTextThread } from './text-thread.ts';

test('a thread of its own reads the texts, says how far it is, and ends when it is told to', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) })])]);
  const thread = startTextThread({ file }, console.error, { delayMs: 0 });
  expect(thread.lag()).toBeUndefined();
  await vi.waitUntil(() => thread.lag()?.spans === 0, { timeout: 60_000 });
  expect(await store.quality('default')).toMatchObject({ spanCount: 1, areSpansRead: true });
  await thread.close();
  await store.close();
});

test('a chunk that takes more memory than there is ends the thread once, and is passed over from then on', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  // Its texts take little room, and what they are read into much, in one piece: many small ones would keep the
  // collector of garbage busy for many seconds before it gives up. A key that comes twice has it read by JSON.parse.
  for (const [number, prompt] of [
    [1, 'needle'],
    [2, `{"a":1,"a":[${'1,'.repeat(3_000_000)}"needle"]}`],
  ] as const) {
    const payload = sentSpan('step', { prompt });
    await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1), payload })])]);
  }
  const failures: Error[] = [];
  const thread = startTextThread({ file }, (error) => failures.push(error), {
    delayMs: 0,
    restartMs: 0,
    maxHeapMb: 24,
  });

  await vi.waitUntil(() => thread.lag()?.spans === 0, { timeout: 60_000 });

  expect(failures).toMatchObject([{ code: 'ERR_WORKER_OUT_OF_MEMORY' }]);
  await thread.close();
  expect(checkSpanStore(file).findings).toEqual([]);
  const filter = parseFilter('needle', 'trace', NEW_YEAR);
  expect(await store.listTraces({ workspaceId: 'default', filter, limit: 9 })).toMatchObject({ total: 2 });
  await store.close();
});
