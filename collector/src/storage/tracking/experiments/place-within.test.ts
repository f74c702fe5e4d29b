import { expect, test } from 'vitest';
import { placeWithin } from './place-within.ts';

test.each([
  ['mlflow-artifacts:/0', 'mlflow-artifacts:/0/run/artifacts'],
  ['mlflow-artifacts:', 'mlflow-artifacts:/run/artifacts'],
  ['mlflow-artifacts:/', 'mlflow-artifacts:/run/artifacts'],
  ['mlflow-artifacts://', 'mlflow-artifacts:///run/artifacts'],
  ['mlflow-artifacts://host:5000/', 'mlflow-artifacts://host:5000/run/artifacts'],
  ['mlflow-artifacts:/0?x=1/2', 'mlflow-artifacts:/0/run/artifacts?x=1/2'],
  ['s3://bucket/team/?region=eu', 's3://bucket/team/run/artifacts?region=eu'],
  ['/data', '/data/run/artifacts'],
])('what lies in %s is at %s', (location, place) => {
  expect(placeWithin(location, 'run/artifacts')).toBe(place);
});
