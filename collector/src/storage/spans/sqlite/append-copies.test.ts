import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Each a span of its own trace, with a preview as long as they get. */
function batchOf(traces: number) {
  const spans = Array.from({ length: traces }, (_, index) =>
    sampleSpan({
      traceId: traceIdOf(index + 1),
      spanId: spanIdOf(1),
      parentSpanId: '',
      preview: `question ${index}, `.repeat(12).slice(0, 120),
    }),
  );
  const origin = { resource: new Uint8Array(0), scope: new Uint8Array(0) };
  return [{ workspaceId: 'default', experimentId: '0', groups: [{ ...origin, spans }] }];
}

test('what is remembered of traces that are sent again does not hold everything that lay beside them', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  await store.append(batchOf(1_000));
  const before = heapBytes();

  await store.append(batchOf(1_000));

  expect(heapBytes() - before).toBeLessThan(8_000_000);
  await store.close();
  const db = new DatabaseSync(file);
  expect(db.prepare('SELECT count(*) AS chunks FROM chunks').get()).toEqual({ chunks: 1 });
  db.close();
});
