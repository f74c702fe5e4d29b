import { join } from 'node:path';
import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test, vi } from 'vitest';
import { parseFilter } from '../../../../filter/parse-filter.ts';
import { emptyFolder } from '../../../../testing/empty-folder.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { MemorySpanStore } from '../../memory/memory-span-store.ts';
import type { SpanKey } from '../../questions/span-questions.ts';
import type { SpanStore } from '../../span-store.ts';
import { ChunkReader } from '../chunk/chunk-reader.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';

/** All spans of a filter, a few a page. */
async function pages(store: SpanStore, limit: number): Promise<readonly (readonly string[])[]> {
  const filter = parseFilter('kind = tool', 'span', NEW_YEAR);
  const found: string[][] = [];
  for (let after: SpanKey | undefined; ; ) {
    const page = await store.listSpans({ workspaceId: 'default', filter, limit, ...(after && { after }) });
    found.push(page.spans.map(({ traceId, spanId }) => traceId.slice(-2) + spanId.slice(-2)));
    after = page.spans.at(-1);
    if (!page.hasMore || after === undefined) return found;
  }
}

/** Five traces of which many spans begin at the same moment, or a nanosecond beside it; in two chunks. */
const BATCHES = [0, 1].map((batch) =>
  sampleBatch(
    Array.from({ length: 60 }, (_, index) =>
      sampleSpan({
        traceId: traceIdOf(1 + (index % 5) + 5 * batch),
        spanId: spanIdOf(index + 1),
        kind: index % 7 === 0 ? 'llm' : 'tool',
        startNs: (NEW_YEAR + BigInt(index % 11 === 0 ? index : 0)) as Nanos,
      }),
    ),
  ),
);

test.each([3, 7, 50])('spans that begin at one moment come once each, %i a page', async (limit) => {
  const memory = new MemorySpanStore();
  const store = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db') });
  onTestFinished(() => store.close());
  for (const each of [memory, store]) for (const batch of BATCHES) await each.append([batch]);

  expect(await pages(store, limit)).toEqual(await pages(memory, limit));
});

test('of spans that begin at one moment only those are read that may stand on the page', async () => {
  const store = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db') });
  onTestFinished(() => store.close());
  for (const batch of BATCHES) await store.append([batch]);
  const reads = vi.spyOn(ChunkReader.prototype, 'columns');
  onTestFinished(() => reads.mockRestore());

  const filter = parseFilter('kind = tool', 'span', NEW_YEAR);
  await store.listSpans({
    workspaceId: 'default',
    filter,
    limit: 3,
    after: { startNs: NEW_YEAR, traceId: traceIdOf(9), spanId: spanIdOf(1) },
  });

  expect(reads.mock.calls.length).toBeLessThan(25);
});
