import { expect, test } from 'vitest';
import { ApiError } from '../../../errors.ts';
import { isBehindEnd, isMissing, s3Failure } from './s3-failure.ts';

function failure(name: string, httpStatusCode?: number, code?: string): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode }, ...(code && { code }) });
}

test.each([
  [failure('AccessDenied', 403), 'the bucket of the store does not let the collector in (AccessDenied)'],
  [failure('NoSuchBucket', 404), 'the bucket of the store is not there'],
  [failure('CredentialsProviderError'), 'the collector has no credentials for the bucket of the store'],
  [failure('PermanentRedirect', 301), 'the bucket of the store refuses the request (PermanentRedirect)'],
  [failure('SlowDown', 503), 'the bucket of the store cannot be reached'],
  [failure('Error', undefined, 'ECONNREFUSED'), 'the bucket of the store cannot be reached'],
])('%s is said in a sentence, and may be tried again', (error, message) => {
  expect(s3Failure(error)).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', message, cause: error });
});

test('what is not there is no failure, nor is a range behind the end; what is unknown stays as it is', () => {
  expect([failure('NoSuchKey', 404), failure('NotFound', 404), failure('NoSuchBucket', 404)].map(isMissing)).toEqual([
    true,
    true,
    false,
  ]);
  expect(isBehindEnd(failure('InvalidRange', 416))).toBe(true);
  const own = new ApiError('INVALID_PARAMETER_VALUE', 'mine');
  const bug = new TypeError('bug');
  expect([s3Failure(own), s3Failure(bug)]).toEqual([own, bug]);
});
