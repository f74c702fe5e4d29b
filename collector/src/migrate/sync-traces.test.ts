import { join } from 'node:path';
import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { overriding } from '../overriding.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../storage/spans/contract/sample-span.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { copyLateEvents } from './copy-late-events.ts';
import { copyChanges } from './copy-traces.ts';
import { type DaySync, syncTraces } from './sync-traces.ts';

const DAY_NS = 86_400_000_000_000n;

function opened() {
  const source = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db') });
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

test('a trace of more than is read at once is copied whole', async () => {
  const { source, target } = opened();
  const traceId = traceIdOf(1);
  const spans = Array.from({ length: 150 }, (_, index) => {
    const span = sampleSpan({ traceId, spanId: spanIdOf(index), payload: new Uint8Array(40_000).fill(index) });
    return index === 0 ? span : { ...span, parentSpanId: spanIdOf(0) };
  });
  await source.append([sampleBatch(spans)]);
  await copyChanges('default', { source, target }, 0, () => {});
  expect(await target.getStoredSpans('default', traceId)).toEqual(await source.getStoredSpans('default', traceId));
});

test('an event that comes after its span was copied is copied, too', async () => {
  const { source, target, days } = opened();
  const traceId = traceIdOf(1);
  // An OTLP span of name `a`, and an event of name `late`.
  const span = sampleSpan({ traceId, spanId: spanIdOf(1), payload: Buffer.from('2a0161', 'hex') });
  await source.append([sampleBatch([span])]);
  const cursor = await copyChanges('default', { source, target }, 0, () => {});
  const event = Buffer.from('12046c617465', 'hex');
  await source.append([{ ...sampleBatch([]), events: [{ traceId, spanId: spanIdOf(1), event }] }]);
  await copyChanges('default', { source, target }, cursor, () => {});
  expect(await copyLateEvents('default', { source, target }, 0, () => {})).toBe(1);
  const wanted = await source.getSpan('default', traceId, spanIdOf(1));
  expect(Buffer.from(wanted!.record.payload).includes(event)).toBe(true);
  expect(await target.getSpan('default', traceId, spanIdOf(1))).toEqual(wanted);
  expect((await days()).map(({ written }) => written)).toEqual([0]);
});

test('events stand once in a span that was copied with them, and their traces are called by them', async () => {
  const { source, target, days } = opened();
  const traceId = traceIdOf(1);
  const event = Buffer.from('12046c617465', 'hex');
  const events = [{ traceId, spanId: spanIdOf(1), event, preview: 'Where is it?' }];
  const span = sampleSpan({ traceId, spanId: spanIdOf(1), preview: '', payload: Buffer.from('2a0161', 'hex') });
  await source.append([{ ...sampleBatch([span]), events }]);
  await copyChanges('default', { source, target }, 0, () => {});
  await copyLateEvents('default', { source, target }, 0, () => {});
  const wanted = await source.getSpan('default', traceId, spanIdOf(1));
  expect(await target.getSpan('default', traceId, spanIdOf(1))).toEqual(wanted);
  expect((await days()).map(({ written, deleted }) => [written, deleted])).toEqual([[0, 0]]);
});

test('events whose spans have not come are there when they do', async () => {
  const { source, target } = opened();
  const [traceId, spanId] = [traceIdOf(1), spanIdOf(1)];
  const many = Array.from({ length: 450 }, (_, index) => {
    const name = `e${index}`.padEnd(4);
    return { traceId, spanId, event: Buffer.concat([Buffer.from([18, 4]), Buffer.from(name)]) };
  });
  await source.append([{ ...sampleBatch([]), events: many }]);
  const cursors: number[] = [];
  expect(await copyLateEvents('default', { source, target }, 0, (cursor) => cursors.push(cursor))).toBe(450);
  expect(cursors).toHaveLength(3);
  expect(await copyLateEvents('default', { source, target }, cursors.at(-1)!, () => {})).toBe(0);
  const span = sampleBatch([sampleSpan({ traceId, spanId, payload: Buffer.from('2a0161', 'hex') })]);
  await Promise.all([source.append([span]), target.append([span])]);
  const wanted = await source.getSpan('default', traceId, spanId);
  expect(wanted!.record.payload.byteLength).toBe(3 + 450 * 8);
  expect(await target.getSpan('default', traceId, spanId)).toEqual(wanted);
});

test('spans that were sent anew with other contents after their trace was deleted are copied anew', async () => {
  const { source, target } = opened();
  const [root, call] = traceOf(1);
  await source.append([sampleBatch([root!, call!])]);
  const cursor = await copyChanges('default', { source, target }, 0, () => {});
  await source.deleteTraces('default', [traceIdOf(1)]);
  await source.append([sampleBatch([root!, { ...call!, payload: new Uint8Array([7, 7, 7]) }])]);
  await copyChanges('default', { source, target }, cursor, () => {});
  const wanted = await source.getStoredSpans('default', traceIdOf(1));
  expect(wanted!.map(({ record }) => record.payload.byteLength)).toContain(3);
  expect(await target.getStoredSpans('default', traceIdOf(1))).toEqual(wanted);
});

test('a target that gives back something else than it was given is no copy', async () => {
  const { source, target } = opened();
  await source.append([sampleBatch(traceOf(1))]);
  const broken = overriding(target, {
    getSentSpans: async (workspaceId, ids) =>
      (await target.getSentSpans(workspaceId, ids)).map((stored) => ({ ...stored, scope: new Uint8Array([1]) })),
  });
  await expect(copyChanges('default', { source, target: broken }, 0, () => {})).rejects.toThrow(
    `spans of the trace ${traceIdOf(1)} came back otherwise than they were written`,
  );
});
