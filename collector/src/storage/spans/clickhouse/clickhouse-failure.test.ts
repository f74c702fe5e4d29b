import { expect, test } from 'vitest';
import { clickHouseFailure, isBroken } from './clickhouse-failure.ts';

function failure(code: string, message = 'no'): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  ['ECONNREFUSED', 'the database of spans cannot be reached'],
  ['252', 'the database of spans cannot do this now (252)'],
  ['516', 'the database of spans does not let the collector in (516)'],
])('%s is no fault of the sender, who may come again', (code, message) => {
  expect(clickHouseFailure(failure(code))).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', status: 503, message });
});

test('a statement that cannot be read is a bug, and stays what it is', () => {
  const error = failure('62', 'Syntax error');
  expect(clickHouseFailure(error)).toBe(error);
});

test('only of what broke off nobody knows whether it was carried out', () => {
  expect(isBroken(failure('ECONNRESET'))).toBe(true);
  expect(isBroken(failure('', 'socket hang up'))).toBe(true);
  expect(isBroken(failure('252'))).toBe(false);
});

test('a server that does not answer is no fault of the sender either, and is not asked again at once', () => {
  const late = failure('', 'Timeout error.');
  expect(clickHouseFailure(late)).toMatchObject({ status: 503, message: 'the database of spans does not answer' });
  expect(isBroken(late)).toBe(false);
});
