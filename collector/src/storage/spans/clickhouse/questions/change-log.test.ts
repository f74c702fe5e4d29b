import { expect, test } from 'vitest';
import { type Change, ChangeLog, type FollowingChanges } from './change-log.ts';

const SECOND = 1_000_000;
const NOW = 1_767_225_600 * SECOND;

/** A store of changes, of which a collector may write one that another's have overtaken. */
function storeOf(): { readonly write: (traceId: string, change: number) => void; readonly follow: typeof follow } {
  const rows = new Map<string, Change>();
  const log = new ChangeLog();
  const write = (traceId: string, change: number): void => void rows.set(traceId, { traceId, change });
  const follow = (since: number, limit = 10): Promise<FollowingChanges<Change>> =>
    log.follow(since, limit, async (from, most) =>
      [...rows.values()]
        .filter(({ change }) => change > from)
        .sort((a, b) => a.change - b.change)
        .slice(0, most),
    );
  return { write, follow };
}

const idsOf = ({ changes }: FollowingChanges<Change>): readonly string[] => changes.map(({ traceId }) => traceId);

test('each change is told once, page by page, and the cursor stands behind the last', async () => {
  const { write, follow } = storeOf();
  for (const [index, traceId] of ['a', 'b', 'c'].entries()) write(traceId, NOW + index);

  const first = await follow(0, 2);
  const second = await follow(first.cursor, 2);

  expect([idsOf(first), idsOf(second)]).toEqual([['a', 'b'], ['c']]);
  expect(second.cursor).toBe(NOW + 2);
  expect(await follow(second.cursor)).toEqual({ changes: [], cursor: second.cursor });
});

test('a change that appears behind the cursor is told to everybody who has not heard of it, once', async () => {
  const { write, follow } = storeOf();
  write('of one collector', NOW + SECOND);
  const { cursor } = await follow(0);
  write('of another', NOW);

  const late = await follow(cursor);

  expect(idsOf(late)).toEqual(['of another']);
  expect(late.cursor).toBeGreaterThan(cursor);
  expect(idsOf(await follow(late.cursor))).toEqual([]);
  // Somebody else still stands where the first one stood before.
  expect(idsOf(await follow(cursor))).toEqual(['of another']);
});

test('two collectors that use one number hide nothing from each other', async () => {
  const { write, follow } = storeOf();
  write('a', NOW);
  const { cursor } = await follow(0);
  write('b', NOW);
  expect(idsOf(await follow(cursor))).toEqual(['b']);
});

test('a trace that changes again is told again, at its new place', async () => {
  const { write, follow } = storeOf();
  write('a', NOW);
  write('b', NOW + 1);
  const { cursor } = await follow(0);
  write('a', NOW + 2);
  expect(idsOf(await follow(cursor))).toEqual(['a']);
});

test('a cursor that was not given away here gets the last moments once more, and no more than those', async () => {
  const { write, follow } = storeOf();
  write('long ago', NOW - 60 * SECOND);
  write('just now', NOW - SECOND);
  write('new', NOW + 1);
  expect(idsOf(await follow(NOW))).toEqual(['just now', 'new']);
});

test('the last cursor moves on for whatever is new, for a deletion and for what came late, and else stays', () => {
  const log = new ChangeLog();
  const [a, b] = [
    { traceId: 'a', change: NOW },
    { traceId: 'b', change: NOW - SECOND },
  ];
  expect(log.lastCursor(NOW, [a])).toBe(NOW);
  expect(log.lastCursor(NOW, [a])).toBe(NOW);
  const afterDeletion = log.lastCursor(NOW + 5, [a]);
  expect(afterDeletion).toBe(NOW + 5);
  const afterLate = log.lastCursor(NOW + 5, [b, a]);
  expect(afterLate).toBeGreaterThan(afterDeletion);
  expect(log.lastCursor(NOW + 5, [b, a])).toBe(afterLate);
});

test('who begins at the last cursor is told nothing that was there, and all that comes', async () => {
  const log = new ChangeLog();
  const a = { traceId: 'a', change: NOW };
  const cursor = log.lastCursor(NOW, [a]);
  const late = { traceId: 'b', change: NOW - 1 };
  expect(await log.follow(cursor, 10, async () => [late, a])).toMatchObject({ changes: [late] });
});
