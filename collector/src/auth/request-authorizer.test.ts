import { expect, test } from 'vitest';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import type { AuthSettings } from './auth.ts';
import { administrator, basic, browserOf, PASSWORD, person, programWith } from './people.test.support.ts';
import { NOW_MS, testAuth } from './test-auth.test.support.ts';

const CLIENT = { address: '10.0.0.7', isSecure: false };
const UNAUTHENTICATED = { code: 'UNAUTHENTICATED' };
const UNKNOWN = { code: 'RESOURCE_DOES_NOT_EXIST' };

async function opened(settings: Partial<AuthSettings> = {}) {
  const clock = { nowMs: NOW_MS };
  const stores = await openTrackingStores({ file: ':memory:', nowMs: () => clock.nowMs });
  const auth = testAuth(stores, clock, settings);
  const ask = (headers: Record<string, string>, lenient?: boolean) =>
    auth.authorize(new Request('http://localhost/', { headers }), CLIENT, lenient);
  return { stores, auth, clock, ask };
}

test('the key of the environment may do everything everywhere, and who has it is believed who they are', async () => {
  const { ask, stores } = await opened({ environmentKey: 's3cret' });
  await stores.workspaces.create({ id: 'team-a', name: '', description: '' });
  const all = ['ingest', 'read', 'write', 'admin'];
  const environment = { workspaceId: 'default', subject: 'environment', scopes: all, isAdmin: true, via: 'key' };
  expect(await ask({ authorization: 'Bearer s3cret' })).toEqual(environment);
  expect(await ask(basic('ada', 's3cret'))).toEqual({ ...environment, subject: 'ada' });
  expect(await ask({ ...basic('', 's3cret'), 'x-mlflow-workspace': 'team-a' })).toEqual({
    ...environment,
    workspaceId: 'team-a',
  });
  for (const headers of [{}, { authorization: 'Bearer s3cre' }, basic('ada', 's3crets'), { authorization: 's3cret' }]) {
    await expect(ask(headers)).rejects.toMatchObject(UNAUTHENTICATED);
  }
});

test('on an address that others reach nobody is let in without anything, users or not', async () => {
  const { ask } = await opened({ isOpenAllowed: false });
  await expect(ask({})).rejects.toMatchObject(UNAUTHENTICATED);
});

test('a key is good for its own workspace, until it expires or is revoked', async () => {
  const { auth, ask, clock } = await opened();
  await administrator(auth);
  const { id, key, headers } = await programWith(auth, ['ingest'], { expiresMs: NOW_MS + 1_000, experiments: ['7'] });
  const principal = {
    ...{ workspaceId: 'default', subject: 'ci', scopes: ['ingest'], keyId: id, experiments: ['7'], via: 'key' },
  };
  expect(await ask(headers)).toEqual(principal);
  expect(await ask(basic('any', key))).toEqual(principal);
  await expect(ask({ ...headers, 'x-mlflow-workspace': 'other' })).rejects.toMatchObject(UNKNOWN);
  const last = key.at(-1) === 'A' ? 'B' : 'A';
  await expect(ask({ authorization: `Bearer ${key.slice(0, -1)}${last}` })).rejects.toMatchObject(UNAUTHENTICATED);
  clock.nowMs += 1_000;
  await expect(ask(headers)).rejects.toMatchObject(UNAUTHENTICATED);

  const lasting = await programWith(auth, ['read']);
  expect(await ask(lasting.headers)).toMatchObject({ keyId: lasting.id });
  await auth.apiKeys.revoke('default', lasting.id);
  await expect(ask(lasting.headers)).rejects.toMatchObject(UNAUTHENTICATED);
});

test('when a key was used is noted once a minute', async () => {
  const { auth, ask, clock, stores } = await opened();
  const { id, headers } = await programWith(auth, ['read']);
  const used = async (): Promise<number | undefined> => {
    await ask(headers);
    await auth.finish();
    return (await stores.apiKeys.get(id))?.lastUsedMs;
  };
  expect(await used()).toBe(NOW_MS);
  clock.nowMs += 59_999;
  expect(await used()).toBe(NOW_MS);
  clock.nowMs += 1;
  expect(await used()).toBe(NOW_MS + 60_000);
});

test('a name and a password are hashed once, however many requests bring them at once', async () => {
  const { auth, ask } = await opened();
  await administrator(auth);
  await person(auth, 'ada', { default: 'editor' });
  const ada = { workspaceId: 'default', subject: 'ada', scopes: ['ingest', 'read', 'write'], via: 'basic' };
  // More than the tries there are.
  const asked = await Promise.all(Array.from({ length: 20 }, () => ask(basic('ada', PASSWORD))));
  for (const principal of asked) expect(principal).toMatchObject(ada);
  await expect(ask(basic('ada', `${PASSWORD}x`))).rejects.toMatchObject(UNAUTHENTICATED);
  await expect(ask(basic('ad', `a${PASSWORD}`))).rejects.toMatchObject(UNAUTHENTICATED);
});

test('a password that was changed elsewhere is worth nothing here after seconds', async () => {
  const { auth, ask, clock, stores } = await opened();
  const root = await administrator(auth);
  expect(await ask(basic('root', PASSWORD))).toMatchObject({ userId: root });
  // Another process knows nothing of what is remembered here.
  const elsewhere = testAuth(stores, clock);
  await stores.users.update(root, { password: await elsewhere.passwords.hash('another good password') });
  clock.nowMs += 3_000;
  await expect(ask(basic('root', PASSWORD))).rejects.toMatchObject(UNAUTHENTICATED);
  expect(await ask(basic('root', 'another good password'))).toMatchObject({ userId: root });
});

test('a role that was taken away elsewhere is gone here after seconds', async () => {
  const { auth, ask, clock, stores } = await opened();
  await administrator(auth);
  const ada = await person(auth, 'ada', { default: 'editor' });
  const browser = await browserOf(auth, ada);
  expect(await ask(browser)).toMatchObject({ scopes: ['ingest', 'read', 'write'] });
  await stores.memberships.put('default', ada, 'viewer');
  clock.nowMs += 3_000;
  expect(await ask(browser)).toMatchObject({ scopes: ['read'] });
});

test('users are in the workspace that they name, and in their first one where they name none', async () => {
  const { auth, ask, stores } = await opened();
  await administrator(auth);
  for (const id of ['team-a', 'team-b', 'team-c']) await stores.workspaces.create({ id, name: '', description: '' });
  const ada = await browserOf(auth, await person(auth, 'ada', { 'team-a': 'viewer', 'team-b': 'admin' }));
  expect(await ask(ada)).toMatchObject({ workspaceId: 'team-a', scopes: ['read'] });
  expect(await ask({ ...ada, 'x-mlflow-workspace': 'team-b' })).toMatchObject({
    ...{ workspaceId: 'team-b', scopes: ['ingest', 'read', 'write', 'admin'] },
  });
  const byLink = { ...ada, cookie: `${ada.cookie}; tracewright_workspace=team-b` };
  expect(await ask(byLink)).toMatchObject({ workspaceId: 'team-b' });
  expect(await ask({ ...byLink, 'x-mlflow-workspace': 'team-a' })).toMatchObject({ workspaceId: 'team-a' });
  const refusals = await Promise.all(
    ['team-c', 'nowhere'].map((id) => ask({ ...ada, 'x-mlflow-workspace': id }).catch((error: Error) => error)),
  );
  expect(refusals.map((error) => String(error).replace(/team-c|nowhere/, '…'))).toEqual([
    'ApiError: there is no workspace "…"',
    'ApiError: there is no workspace "…"',
  ]);
  expect(await ask({ ...ada, 'x-mlflow-workspace': 'team-c' }, true)).toMatchObject({ workspaceId: 'team-a' });
});

test('nothing goes into a workspace that was put away, and only administrators look into it', async () => {
  const { auth, ask, stores } = await opened();
  const root = await browserOf(auth, await administrator(auth));
  await stores.workspaces.create({ id: 'team-a', name: '', description: '' });
  await stores.workspaces.change('team-a', { state: 'archived' });
  const ada = await browserOf(auth, await person(auth, 'ada', { 'team-a': 'admin' }));
  const { headers } = await programWith(auth, ['ingest'], { workspaceId: 'team-a' });
  const there = { 'x-mlflow-workspace': 'team-a' };
  expect(await ask({ ...root, ...there })).toMatchObject({ scopes: ['read', 'admin'] });
  expect(await ask(ada)).toMatchObject({ workspaceId: '', scopes: [] });
  await expect(ask({ ...ada, ...there })).rejects.toMatchObject(UNKNOWN);
  await expect(ask(headers)).rejects.toMatchObject(UNKNOWN);
});
