import { expect, test } from 'vitest';
import { formatQuery, parseQuery } from './query.ts';

test('what is written is read again', () => {
  const query = { model: 'a&b=c/ü', status: 'error' };

  expect(parseQuery(formatQuery(query))).toEqual(query);
});

test('what is empty is left out', () => {
  expect(formatQuery({ status: undefined, model: '' })).toBe('');
});
