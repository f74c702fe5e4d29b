import { expect, test } from 'vitest';
import { parseCsv } from './parse-csv.ts';

test('values are texts by the names of the first line, quotes may hold commas, quotes and lines', () => {
  expect(parseCsv('\uFEFFq,a\r\n"Why, oh ""why""?",\r\n\r\n"two\nlines",1\r\n')).toEqual([
    { q: 'Why, oh "why"?', a: '' },
    { q: 'two\nlines', a: '1' },
  ]);
  expect(parseCsv('q\na')).toEqual([{ q: 'a' }]);
  expect(parseCsv('a,b\n1,')).toEqual([{ a: '1', b: '' }]);
  for (const nothing of ['', '\n', 'q,a', 'q,a\n\n']) expect(parseCsv(nothing)).toEqual([]);
});

test('a line that cannot be read is named, at which it begins', () => {
  expect(() => parseCsv('q,a\n"x\ny",1\nz')).toThrow('line 4 of the comma-separated values: there are 1 values for 2');
  expect(() => parseCsv('q,q\n1,2')).toThrow('line 1 of the comma-separated values: there are two columns "q"');
  expect(() => parseCsv('q\na"b')).toThrow('line 2 of the comma-separated values: a quote at character 2');
  expect(() => parseCsv('q\n"open')).toThrow('line 2 of the comma-separated values: a quote');
});

test('a large file is read in a time that grows as its length does', () => {
  const row = `${'x'.repeat(100)},"${'y'.repeat(100)}"\n`;
  expect(parseCsv(`a,b\n${row.repeat(20_000)}`)).toHaveLength(20_000);
});

test('a value may be as large as a file, with quotes or without', () => {
  const large = 'x'.repeat(20_000_000);
  expect(parseCsv(`a,b\n"${large}",${large}\n`)).toEqual([{ a: large, b: large }]);
});
