import { expect, test } from 'vitest';
import { rowsOfOthers } from './rows-of-others.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** Rows that stay of a table of two columns, and whether they name whom it is about. */
function stay(columns: readonly string[], data: readonly unknown[], subject = 'ann', of: 'user' | 'session' = 'user') {
  const theirs = { of, subject, traceIds: new Set([TRACE, `tr-${TRACE}`]) };
  const { text, isNamed } = rowsOfOthers(JSON.stringify({ columns, data }), theirs)!;
  return [(JSON.parse(text) as { data: unknown }).data, isNamed];
}

test.each(['user', 'user_id', 'User ID', 'enduser.id', 'userId'])('a column %s says whom a row is about', (name) => {
  expect(
    stay(
      [name, 'q'],
      [
        ['ann', 1],
        ['bob', 2],
      ],
    ),
  ).toEqual([[['bob', 2]], false]);
});

test('so does a property in a column, and a number is an id as well', () => {
  expect(stay(['request'], [[{ metadata: [{ user_id: 7 }] }], [{ user_id: 77 }]], '7')).toEqual([
    [[{ user_id: 77 }]],
    false,
  ]);
});

test('an id that stands anywhere else may be any value: the row stays, and somebody is told', () => {
  expect(stay(['answer'], [['yes'], ['no']], 'yes')).toEqual([[['yes'], ['no']], true]);
  expect(stay(['session_id'], [['ann']])).toEqual([[['ann']], true]);
  expect(stay(['session_id'], [['ann']], 'ann', 'session')).toEqual([[], false]);
});

test('a row that names one of their traces goes wherever that stands', () => {
  expect(stay(['a'], [[TRACE], [[`tr-${TRACE}`]], [`about ${TRACE}`]])).toEqual([[[`about ${TRACE}`]], false]);
});

test('numbers that JavaScript cannot hold stay as they are written, and are ids as they are written', () => {
  const text =
    '{"columns":["user_id","n"],"data":[[1234567890123456789,"say \\"12345678901234567890\\""],[5,-0.12345678901234567]]}';
  const of = (subject: string) => rowsOfOthers(text, { of: 'user', subject, traceIds: new Set() })!;
  expect(of('5')).toMatchObject({ text: text.replace(',[5,-0.12345678901234567]', ''), leftOut: 1 });
  expect(of('1234567890123456789').text).toBe('{"columns":["user_id","n"],"data":[[5,-0.12345678901234567]]}');
  // The number that JavaScript makes of the first one.
  expect(of('1234567890123456800')).toMatchObject({ text, leftOut: 0 });
});

test.each(['', '[]', '{"columns": ["a"]}', '{"columns": [1], "data": []}', '['.repeat(10_000)])(
  'what is no table is not taken for one: %#',
  (text) => {
    expect(rowsOfOthers(text, { of: 'user', subject: 'ann', traceIds: new Set() })).toBeUndefined();
  },
);
