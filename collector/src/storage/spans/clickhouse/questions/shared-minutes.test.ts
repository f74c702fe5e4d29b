import { expect, test } from 'vitest';
import { RowReader } from '../row-binary/row-reader.ts';
import { SharedMinutes } from './shared-minutes.ts';

/** Remembers what it was asked; no span has two rows. */
function database() {
  const asked: string[] = [];
  return {
    asked,
    read: async (sql: string) => {
      asked.push(/WHERE (.*) GROUP/.exec(sql)![1]!);
      return new RowReader(Buffer.alloc(0));
    },
  };
}

const part = (firstInsert: number, rows: number, minutes: readonly number[]) => ({
  ...{ partition: 'day', firstInsert, lastInsert: firstInsert, rows, minutes },
});

test('only minutes that several parts have are looked at, once', async () => {
  const of = database();
  const shared = new SharedMinutes(of);
  const parts = [part(1, 10, [1, 2]), part(2, 10, [2, 3])];

  expect(await shared.single(parts)).toEqual(new Set([2]));
  expect(await shared.single(parts)).toEqual(new Set([2]));
  expect(of.asked).toEqual(['(minute BETWEEN 2 AND 2)']);
});

test('of more rows than can be compared at once, the newest are looked at first', async () => {
  const of = database();
  const shared = new SharedMinutes(of);
  const parts = [part(1, 4_000_000, [1, 9]), part(2, 4_000_000, [1, 9])];

  expect(await shared.single(parts)).toEqual(new Set([9]));
  expect(await shared.single(parts)).toEqual(new Set([1, 9]));
  expect(of.asked).toEqual(['(minute BETWEEN 9 AND 9)', '(minute BETWEEN 1 AND 1)']);
});

test('a minute of more rows than can be compared keeps no other from being looked at', async () => {
  const of = database();
  const parts = [part(1, 10, [1]), part(2, 10, [1]), part(3, 4_000_000, [9]), part(4, 4_000_000, [9])];

  expect(await new SharedMinutes(of).single(parts)).toEqual(new Set([1]));
});

test('what another part has a row of by now is looked at again', async () => {
  const of = database();
  const shared = new SharedMinutes(of);
  await shared.single([part(1, 10, [1]), part(2, 10, [1])]);

  await shared.single([part(1, 10, [1]), part(2, 10, [1]), part(3, 10, [1])]);

  expect(of.asked).toHaveLength(2);
});
