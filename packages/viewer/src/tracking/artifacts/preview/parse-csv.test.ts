import { expect, test } from 'vitest';
import { parseCsv } from './parse-csv.ts';

test.each([
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a\tb,c\td\r\n1\t"2 ""x"""\t\r\n',
    [
      ['a', 'b,c', 'd'],
      ['1', '2 "x"', ''],
    ],
  ],
  [
    '\uFEFF"a\nb",c\n\n,\n',
    [
      ['a\nb', 'c'],
      ['', ''],
    ],
  ],
  ['"never closed, 1\n2', [['never closed, 1\n2']]],
  ['"a"x,b', [['ax', 'b']]],
  ['', []],
])('%j is read', (text, rows) => {
  expect(parseCsv(text, 100)).toEqual(rows);
});

test('no more rows are read than are wanted', () => {
  expect(parseCsv('a\n1\n2\n3', 2)).toEqual([['a'], ['1']]);
});
