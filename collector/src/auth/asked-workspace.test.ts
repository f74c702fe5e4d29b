import { expect, test } from 'vitest';
import { askedWorkspace } from './asked-workspace.ts';

const asked = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  askedWorkspace(new Request(`http://localhost${path}`, { headers }));
const COOKIE = { cookie: 'a=b; tracewright_workspace=of-another-tab' };

test('a request is about the workspace of its header, else of its address, else of the cookie', () => {
  expect(asked('/api/v1/live', COOKIE)).toBe('of-another-tab');
  const address = '/api/v1/live?status=error&tracewright_workspace=team%2Da';
  expect(asked(address, COOKIE)).toBe('team-a');
  expect(asked(address, { ...COOKIE, 'x-mlflow-workspace': 'team-b' })).toBe('team-b');
});

test('where nothing is said, nothing is asked for', () => {
  expect(asked('/api/v1/traces?filter=tracewright_workspace')).toBeUndefined();
});
