import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('a value has quotes where it needs them, and null is nothing', () => {
  expect(csvLine(['a', 'b,c', 'say "x"', null, 1, true])).toBe('a,"b,c","say ""x""",,1,true\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('a spreadsheet does not take %j for a formula', (text) => {
  expect(csvLine([text])).toContain(`'${text}`);
});

test('numbers stay numbers', () => {
  expect(csvLine([-1, -2.5])).toBe('-1,-2.5\r\n');
});
