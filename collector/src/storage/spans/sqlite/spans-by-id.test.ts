import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { overriding } from '../../../overriding.ts';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { ChunkTable } from './chunk-table.ts';
import { openSpanDatabase } from './span-database.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';
import { TraceReader } from './trace-reader.ts';

test('however many spans of a trace are asked for, each of its chunks is opened once', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  const traceId = traceIdOf(1);
  for (let batch = 0; batch < 12; batch++) {
    const spans = [1, 2, 3].map((id) => sampleSpan({ traceId, spanId: spanIdOf(3 * batch + id) }));
    await store.append([sampleBatch(spans)]);
  }
  await store.close();
  const db = openSpanDatabase(file, true);
  onTestFinished(() => db.close());
  const table = new ChunkTable(db, () => {});
  const opened: number[] = [];
  const chunks = overriding(table, {
    get: (id) => {
      opened.push(id);
      return table.get(id);
    },
  });
  const spanIds = new Set(Array.from({ length: 36 }, (_, index) => spanIdOf(36 - index)));
  expect(new TraceReader(chunks).spansById(1, traceId, spanIds).size).toBe(36);
  expect(opened).toHaveLength(12);
});
