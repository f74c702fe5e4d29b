import { expect, test } from 'vitest';
import { signInFailure } from './sign-in-failure.ts';

test.each([
  ['not-proven', /did not confirm who you are/],
  ['not-allowed', /you have no access here/],
  ['name-taken', /belongs to somebody here who signs in with a password/],
  ['unavailable', /does not answer/],
  ['constructor', /^Signing in through the other service failed\. Try again\.$/],
])('%s is told in plain words', (code, sentence) => {
  expect(signInFailure(code)).toMatch(sentence);
});

test('nothing is said where nothing failed', () => {
  expect(signInFailure(undefined)).toBeUndefined();
});
