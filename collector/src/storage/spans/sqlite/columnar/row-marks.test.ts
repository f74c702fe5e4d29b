import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { parseFilter } from '../../../../filter/parse-filter.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';
import { TraceReader } from '../trace-reader.ts';

test('a trace is read once, however many of its spans were sent while they ran', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-marks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = openSqliteSpanStore({ file: join(folder, 'spans.db') });
  onTestFinished(() => store.close());
  const call = { traceId: traceIdOf(1), kind: 'llm' } as const;
  const spans = Array.from({ length: 6 }, (_, index) => sampleSpan({ ...call, spanId: spanIdOf(index + 1) }));
  const running = spans.map((span) => ({ ...span, isPending: true }));
  for (const sent of [running.slice(0, 3), running.slice(3), spans.slice(0, 4)])
    await store.append([sampleBatch(sent)]);
  const read = vi.spyOn(TraceReader.prototype, 'spans');
  onTestFinished(() => read.mockRestore());

  const filter = parseFilter('kind = llm', 'span', NEW_YEAR);
  const page = await store.listSpans({ workspaceId: 'default', filter, limit: 10 });

  expect(page.total).toBe(6);
  expect(page.spans.filter(({ isPending }) => isPending).map(({ spanId }) => spanId)).toEqual([
    spanIdOf(6),
    spanIdOf(5),
  ]);
  expect(read).toHaveBeenCalledTimes(1);
});
