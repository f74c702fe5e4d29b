import { expect, test } from 'vitest';
import { filterPhrase, filterValue } from './filter-literal.ts';

test('quotes and backslashes stand for themselves', () => {
  expect(filterValue(String.raw`it's a \ "model"`)).toBe(String.raw`'it\'s a \\ "model"'`);
  expect(filterPhrase(String.raw`it's a \ "model"`)).toBe(String.raw`"it's a \\ \"model\""`);
});
