import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { spanId, store, testSpan, traceId } from '../testing/span.ts';
import { MemoryTraceNotes } from '../testing/test-app.ts';
import { applyRetention, planRetention } from './apply-retention.ts';

const DAY_MS = 86_400_000;
const NOW = 20_000n * 86_400_000_000_000n;

/** Six traces of 1,000 bytes, one a day, the last one now; a note on each. */
async function sixDays() {
  const spans = new MemorySpanStore();
  const notes = new MemoryTraceNotes();
  for (const age of [0, 1, 2, 3, 4, 5]) {
    const endNs = (NOW - BigInt(age * DAY_MS) * 1_000_000n) as Nanos;
    const startNs = (endNs - 1_000n) as Nanos;
    const payload = new Uint8Array(1_000);
    await store(spans, testSpan({ traceId: traceId(age), spanId: spanId(1), startNs, endNs, payload }));
    await notes.setTraceTag('default', traceId(age), 'team', 'support');
  }
  const ages = async () => {
    const ids = await spans.oldestTraces({ workspaceId: 'default', limit: 10 });
    return ids.map((id) => Number.parseInt(id, 16));
  };
  return { deps: { spans, notes, nowNs: () => NOW as Nanos }, ages };
}
const KEEP_ALL = {
  workspaces: [{ workspaceId: 'default', experiments: [] }],
  ...{ maxAgeMs: undefined, maxBytes: undefined },
};

test('without limits nothing goes', async () => {
  const { deps, ages } = await sixDays();
  expect(await applyRetention(KEEP_ALL, deps)).toEqual({ tooOld: 0, tooMuch: 0 });
  expect(await ages()).toEqual([5, 4, 3, 2, 1, 0]);
});

test('traces go once they are too old, and their notes with them', async () => {
  const { deps, ages } = await sixDays();
  expect(await applyRetention({ ...KEEP_ALL, maxAgeMs: 2 * DAY_MS }, deps)).toEqual({ tooOld: 3, tooMuch: 0 });
  expect(await ages()).toEqual([2, 1, 0]);
  expect([...(await deps.notes.getTraceTags('default', [traceId(2), traceId(3)])).values()]).toEqual([
    { team: 'support' },
    {},
  ]);
});

test('of what is too much, the oldest goes', async () => {
  const { deps, ages } = await sixDays();
  expect(await applyRetention({ ...KEEP_ALL, maxBytes: 4_500 }, { ...deps, tracesAtOnce: 1 })).toEqual({
    tooOld: 0,
    tooMuch: 2,
  });
  expect(await ages()).toEqual([3, 2, 1, 0]);
});

test('of what is too much in a file, the oldest goes, and no more than has to, one chunk or several', async () => {
  const spans = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db') });
  onTestFinished(() => spans.close());
  const sized = (age: number) => {
    const endNs = (NOW - BigInt(age * DAY_MS) * 1_000_000n) as Nanos;
    const times = { startNs: (endNs - 1_000n) as Nanos, endNs };
    return testSpan({ traceId: traceId(age), spanId: spanId(1), ...times, payload: randomBytes(200_000) });
  };
  // The older ones share a chunk: taking one out means to write the others anew.
  await store(spans, ...[9, 8, 7, 6, 5].map(sized));
  for (const age of [4, 3, 2, 1, 0]) await store(spans, sized(age));
  const maxBytes = (await spans.sizeBytes()) - 500_000;
  const deps = { spans, notes: new MemoryTraceNotes(), nowNs: () => NOW as Nanos, tracesAtOnce: 1 };

  const planned = await planRetention({ ...KEEP_ALL, maxBytes }, deps);
  expect(await applyRetention({ ...KEEP_ALL, maxBytes }, deps)).toEqual({ tooOld: 0, tooMuch: 3 });

  expect(planned).toEqual({ tooOld: 0, tooMuch: 3 });
  expect(await spans.sizeBytes()).toBeLessThanOrEqual(maxBytes);
  const left = await spans.oldestTraces({ workspaceId: 'default', limit: 10 });
  expect(left).toEqual([6, 5, 4, 3, 2, 1, 0].map(traceId));
  for (const id of left) expect(await spans.getSpan('default', id, spanId(1))).toBeDefined();
});

test('a store that is empty and still too large ends the work', async () => {
  const { deps, ages } = await sixDays();
  expect(await applyRetention({ ...KEEP_ALL, maxBytes: -1 }, deps)).toEqual({ tooOld: 0, tooMuch: 6 });
  expect(await ages()).toEqual([]);
});

test('what would go can be asked for, and stays', async () => {
  const { deps, ages } = await sixDays();
  const rules = { ...KEEP_ALL, maxAgeMs: 4 * DAY_MS, maxBytes: 3_500 };
  expect(await planRetention(rules, deps)).toEqual({ tooOld: 1, tooMuch: 2 });
  expect(await ages()).toHaveLength(6);
  expect(await applyRetention(rules, { ...deps, tracesAtOnce: 1 })).toEqual({ tooOld: 1, tooMuch: 2 });
});

test('nothing would go of an empty store', async () => {
  const { deps } = await sixDays();
  const empty = { ...deps, spans: new MemorySpanStore() };
  expect(await planRetention({ ...KEEP_ALL, maxAgeMs: 0, maxBytes: 0 }, empty)).toEqual({ tooOld: 0, tooMuch: 0 });
});

test('an experiment with a rule of its own goes by that alone, earlier than all others or never', async () => {
  const { deps, ages } = await sixDays();
  const experiments = [{ experimentId: '0', maxAgeMs: 1 * DAY_MS }];
  const rules = { ...KEEP_ALL, workspaces: [{ workspaceId: 'default', experiments }], maxAgeMs: 4 * DAY_MS };
  expect(await planRetention(rules, deps)).toEqual({ tooOld: 4, tooMuch: 0 });
  const other = {
    ...rules,
    workspaces: [{ workspaceId: 'default', experiments: [{ ...experiments[0]!, experimentId: '7' }] }],
  };
  expect(await applyRetention(other, { ...deps, tracesAtOnce: 1 })).toEqual({ tooOld: 1, tooMuch: 0 });
  const never = {
    ...rules,
    workspaces: [{ workspaceId: 'default', experiments: [{ experimentId: '0', maxAgeMs: undefined }] }],
  };
  expect(await applyRetention(never, deps)).toEqual({ tooOld: 0, tooMuch: 0 });
  expect(await applyRetention(rules, { ...deps, tracesAtOnce: 2 })).toEqual({ tooOld: 3, tooMuch: 0 });
  expect(await ages()).toEqual([1, 0]);
});

test('of what is too much the oldest goes, whichever workspace has it, and each has its own ages', async () => {
  const { deps, ages } = await sixDays();
  const record = testSpan({ traceId: traceId(9), spanId: spanId(1), startNs: 1n as Nanos, endNs: 2n as Nanos });
  const groups = [
    { resource: new Uint8Array(), scope: new Uint8Array(), spans: [{ ...record, payload: new Uint8Array(1_000) }] },
  ];
  await deps.spans.append([{ workspaceId: 'other', experimentId: '0', groups }]);
  const workspaces = ['default', 'other'].map((workspaceId) => ({ workspaceId, experiments: [] }));
  expect(await applyRetention({ ...KEEP_ALL, workspaces, maxBytes: 5_500 }, { ...deps, tracesAtOnce: 1 })).toEqual({
    ...{ tooOld: 0, tooMuch: 2 },
  });
  expect(await deps.spans.getTrace('other', traceId(9))).toBeUndefined();
  expect(await ages()).toEqual([4, 3, 2, 1, 0]);
});
