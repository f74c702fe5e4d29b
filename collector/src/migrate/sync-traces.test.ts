import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../storage/spans/contract/sample-span.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { copyChanges } from './copy-traces.ts';
import { type DaySync, syncTraces } from './sync-traces.ts';

const DAY_NS = 86_400_000_000_000n;

function opened() {
  const source = openSqliteSpanStore({ file: ':memory:' });
  onTestFinished(() => source.close());
  const target = new MemorySpanStore();
  const days = async () => {
    const found: DaySync[] = [];
    await syncTraces('default', { source, target }, (day) => found.push(day));
    return found;
  };
  return { source, target, days };
}

/** Two spans of a trace that starts some days after New Year. */
const traceOf = (number: number, days = 0n) => {
  const startNs = (NEW_YEAR + days * DAY_NS) as Nanos;
  const traceId = traceIdOf(number);
  const root = sampleSpan({ traceId, spanId: spanIdOf(number), startNs, name: `t${number}`, preview: 'größe' });
  const call = {
    kind: 'llm',
    inputTokens: 5,
    parentSpanId: root.spanId,
    payload: new Uint8Array([number, 9]),
  } as const;
  return [root, sampleSpan({ traceId, spanId: spanIdOf(1_000 + number), startNs, ...call })];
};

test('traces are copied whole with their experiments and origins, and no longer than they changed', async () => {
  const { source, target } = opened();
  await source.append([sampleBatch(traceOf(1)), sampleBatch(traceOf(2), { experimentId: '7' })]);
  const cursors: [number, number, number][] = [];
  const note = (...cursor: [number, number, number]) => cursors.push(cursor);
  const cursor = await copyChanges('default', { source, target }, 0, note);
  expect(cursors).toEqual([[cursor, 2, 4]]);
  for (const number of [1, 2]) {
    const id = traceIdOf(number);
    expect(await target.getTrace('default', id)).toEqual(await source.getTrace('default', id));
    expect(await target.getStoredSpans('default', id)).toEqual(await source.getStoredSpans('default', id));
  }
  await source.append([sampleBatch([sampleSpan({ traceId: traceIdOf(2), spanId: spanIdOf(3) })])]);
  await copyChanges('default', { source, target }, cursor, note);
  expect(cursors).toEqual([
    [cursor, 2, 4],
    [expect.any(Number), 1, 3],
  ]);
});

test('a look that finds all as it is gives the same checksums of both sides, day by day', async () => {
  const { source, target, days } = opened();
  await source.append([sampleBatch([...traceOf(1), ...traceOf(2), ...traceOf(3, 1n)])]);
  await copyChanges('default', { source, target }, 0, () => {});
  const found = await days();
  expect(found.map(({ day, traces, spans, written, deleted }) => [day, traces, spans, written, deleted])).toEqual([
    ['2026-01-02', 1, 2, 0, 0],
    ['2026-01-01', 2, 4, 0, 0],
  ]);
  for (const { sourceSha256, targetSha256 } of found) expect(targetSha256).toBe(sourceSha256);
});

test('what is missing, what is too much and what is otherwise at the target is put right', async () => {
  const { source, target, days } = opened();
  await source.append([sampleBatch([...traceOf(1), ...traceOf(2), ...traceOf(3, 2n)])]);
  const [root, call] = traceOf(2);
  await target.append([sampleBatch([...traceOf(4, 1n), root!, { ...call!, inputTokens: 6 }])]);
  const found = await days();
  expect(found.map(({ day, traces, written, deleted }) => [day, traces, written, deleted])).toEqual([
    ['2026-01-03', 1, 1, 0],
    ['2026-01-02', 0, 0, 1],
    ['2026-01-01', 2, 2, 0],
  ]);
  expect(found.every(({ sourceSha256, targetSha256 }) => sourceSha256 !== targetSha256)).toBe(true);
  expect((await days()).map(({ written, deleted }) => written + deleted)).toEqual([0, 0]);
  expect(await target.getTrace('default', traceIdOf(2))).toMatchObject({ inputTokens: 5 });
});

test('a trace of more spans than are read at once is copied whole', async () => {
  const { source, target } = opened();
  const traceId = traceIdOf(1);
  const spans = Array.from({ length: 150 }, (_, index) => {
    const span = sampleSpan({ traceId, spanId: spanIdOf(index), payload: new Uint8Array(40).fill(index) });
    return index === 0 ? span : { ...span, parentSpanId: spanIdOf(0) };
  });
  await source.append([sampleBatch(spans)]);
  await copyChanges('default', { source, target }, 0, () => {});
  expect(await target.getStoredSpans('default', traceId)).toEqual(await source.getStoredSpans('default', traceId));
});
