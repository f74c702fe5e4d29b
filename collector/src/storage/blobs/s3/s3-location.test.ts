import { expect, test } from 'vitest';
import { parseS3Location } from './s3-location.ts';

test.each([
  ['s3://bucket', { bucket: 'bucket', prefix: '' }],
  ['s3://my.bucket-1/', { bucket: 'my.bucket-1', prefix: '' }],
  ['s3://bucket/a/b', { bucket: 'bucket', prefix: 'a/b/' }],
  ['s3://bucket/a/b/', { bucket: 'bucket', prefix: 'a/b/' }],
])('%s is a place in S3', (url, location) => {
  expect(parseS3Location(url)).toEqual(location);
});

test.each([
  '',
  's3://',
  's3://b',
  'http://bucket/a',
  's3://Bucket',
  's3://bucket/a//b',
  's3://bucket/../a',
  's3://b?x=1',
])('%j is none', (url) => {
  expect(parseS3Location(url)).toBeUndefined();
});
