import { expect, test } from 'vitest';
import { keyPlace, mayCarryKey } from './outgoing-settings.ts';

test.each([
  ['KEY@api.test', 'https://api.test/v1', true],
  ['KEY@api.test', 'https://api.test:8443/v1', true],
  ['KEY@api.test', 'http://api.test/v1', false],
  ['KEY@api.test', 'https://other.test/v1', false],
  ['KEY@localhost:11434', 'http://localhost:11434/v1', true],
  ['KEY@localhost:11434', 'http://localhost/v1', false],
  ['KEY@api.test:443', 'https://api.test/v1', true],
  ['OTHER@api.test', 'https://api.test/v1', false],
])('a key of %s may go to %s: %s', (place, url, isAllowed) => {
  expect(mayCarryKey(new URL(url), 'KEY', [keyPlace(place)])).toBe(isAllowed);
});
