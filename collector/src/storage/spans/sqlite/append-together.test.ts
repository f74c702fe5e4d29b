import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

const spanOf = (trace: number, span: number) =>
  sampleSpan({
    ...{ traceId: traceIdOf(trace), spanId: spanIdOf(span) },
    ...(span > 1 && { parentSpanId: spanIdOf(1) }),
  });
const opened = () => {
  const store = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db') });
  onTestFinished(() => store.close());
  return store;
};

test('parts are one commit, each made when the one before it is written', async () => {
  const store = opened();
  const before = await store.lastChange('default');
  await store.appendTogether(
    (function* () {
      yield [sampleBatch([spanOf(1, 1), spanOf(2, 1)])];
      yield [];
      yield [sampleBatch([spanOf(1, 2), spanOf(1, 1)]), sampleBatch([], { droppedSpans: 2 })];
    })(),
  );
  expect(await store.lastChange('default')).toBeGreaterThan(before);
  expect(await store.getTrace('default', traceIdOf(1))).toMatchObject({ spanCount: 2 });
  expect(await store.getTrace('default', traceIdOf(2))).toMatchObject({ spanCount: 1 });
  expect(await store.quality('default')).toMatchObject({ spanCount: 3, duplicated: 1, dropped: 2 });
});

test('where a part cannot be made nothing is stored, and what comes next is', async () => {
  const store = opened();
  await store.append([sampleBatch([spanOf(1, 1)])]);
  const parts = function* () {
    yield [sampleBatch([spanOf(1, 2), spanOf(2, 1)])];
    throw new TypeError('this is no part');
  };
  await expect(store.appendTogether(parts())).rejects.toThrow('this is no part');
  expect(await store.getTrace('default', traceIdOf(1))).toMatchObject({ spanCount: 1 });
  expect(await store.getTrace('default', traceIdOf(2))).toBeUndefined();
  await store.append([sampleBatch([spanOf(1, 2), spanOf(1, 3)])]);
  expect(await store.getTrace('default', traceIdOf(1))).toMatchObject({ spanCount: 3 });
});
