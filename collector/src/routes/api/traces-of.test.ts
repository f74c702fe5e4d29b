import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MATCH_ALL } from '../../filter/expression.ts';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import type { TraceKey, TracePage, TraceQuery } from '../../storage/spans/span-store.ts';
import { store, testSpan, traceId } from '../../testing/span.ts';
import { tracesOf } from './traces-of.ts';

test('a search that pauses is gone on with from where it stands, until it is at its end', async () => {
  const spans = new MemorySpanStore();
  for (const number of [1, 2, 3]) {
    await store(spans, testSpan({ traceId: traceId(number), startNs: (1_000n * BigInt(number)) as Nanos }));
  }
  const asked: (TraceKey | undefined)[] = [];
  /** Looks at one trace a page, and takes the second for none that matches. */
  const pausing = {
    listTraces: async (query: TraceQuery): Promise<TracePage> => {
      asked.push(query.after);
      const { rows, hasMore, ...page } = await spans.listTraces({ ...query, limit: 1 });
      const { startNs, traceId: id } = rows[0]!;
      const matching = rows.filter((row) => row.traceId !== traceId(2));
      return { ...page, rows: matching, hasMore, ...(hasMore && { searchedTo: { startNs, traceId: id } }) };
    },
  };
  const found: string[] = [];
  for await (const id of tracesOf(pausing, 'default', MATCH_ALL)) found.push(id);
  expect(found).toEqual([traceId(3), traceId(1)]);
  expect(asked.map((after) => after?.traceId)).toEqual([undefined, traceId(3), traceId(2)]);
});
