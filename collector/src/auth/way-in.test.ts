import { expect, onTestFinished, test, vi } from 'vitest';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { administrator, PASSWORD } from './people.test.support.ts';
import { testAuth } from './test-auth.test.support.ts';
import { requireWayIn, type WayInSettings } from './way-in.ts';

async function opened() {
  const stores = await openTrackingStores({ file: ':memory:' });
  onTestFinished(() => stores.close());
  const auth = testAuth(stores);
  const start = (given: Partial<WayInSettings>) =>
    requireWayIn(auth, { host: '0.0.0.0', apiKey: undefined, isOpen: false, firstAdmin: undefined, ...given });
  return { auth, stores, start };
}

test('an address that others reach is refused where nobody could be told from anybody', async () => {
  const { start } = await opened();
  await expect(start({})).rejects.toThrow(
    expect.objectContaining({
      code: 'NO_WAY_IN',
      message: expect.stringMatching(/TRACEWRIGHT_API_KEY.*TRACEWRIGHT_ADMIN_USER.*tracewright users add.*--no-auth/),
    }),
  );
});

test('a key, an administrator, or the word that nobody is asked is enough, and so is loopback', async () => {
  const { start, auth } = await opened();
  await start({ apiKey: 'k' });
  await start({ isOpen: true });
  await start({ host: '127.0.0.1' });
  await administrator(auth);
  await start({});
});

test('where others reach a collector without any administrator, it is said how one is made', async () => {
  const { start, auth } = await opened();
  expect(await start({ host: '127.0.0.1', apiKey: 'k' })).toBeUndefined();
  expect(await start({ apiKey: 'k' })).toMatch(/TRACEWRIGHT_API_KEY.*tracewright users add <name> --admin/);
  expect(await start({ isOpen: true })).toMatch(/everybody.*tracewright users add <name> --admin/);
  await administrator(auth);
  expect(await start({ apiKey: 'k' })).toBeUndefined();
});

test('the first administrator is made once, and never set back', async () => {
  const { start, stores } = await opened();
  await start({ firstAdmin: { name: 'root', password: PASSWORD } });
  const root = await stores.users.getByName('root');
  expect(root).toMatchObject({ isAdmin: true });
  await start({ firstAdmin: { name: 'root', password: 'another good password' } });
  await start({ firstAdmin: { name: 'second', password: PASSWORD } });
  expect(await stores.users.list(9)).toEqual([root]);
});

test('collectors that start at once on the same stores all start, with one administrator', async () => {
  const { start, stores } = await opened();
  const firstAdmin = { name: 'root', password: PASSWORD };
  await Promise.all([start({ firstAdmin }), start({ firstAdmin }), start({ firstAdmin })]);
  // Here another one makes it between two looks of this one.
  vi.spyOn(stores.users, 'hasAny').mockResolvedValueOnce(false);
  await start({ firstAdmin });
  expect(await stores.users.count()).toBe(1);
});

test('a weak password of the first administrator is refused, and not repeated', async () => {
  const { start, stores } = await opened();
  const refused = start({ firstAdmin: { name: 'root', password: 'password1234' } });
  await expect(refused).rejects.toThrow(/TRACEWRIGHT_ADMIN_PASSWORD are refused: the password is one of the first/);
  await expect(refused).rejects.not.toThrow(/password1234/);
  expect(await stores.users.hasAny()).toBe(false);
});

test('where there are users nobody else is let in by a word', async () => {
  const { start, auth } = await opened();
  await administrator(auth);
  await expect(start({ isOpen: true })).rejects.toThrow(/there are users/);
});
