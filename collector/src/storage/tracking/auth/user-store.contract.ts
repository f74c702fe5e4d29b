import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { NewUser } from './user-store.ts';

/** Somebody without a password. */
export function newUser(name: string, given: Partial<NewUser> = {}): NewUser {
  return { name, displayName: '', password: undefined, isAdmin: false, identity: undefined, ...given };
}

/** What every adapter has to do with users and their memberships. */
export function userCases(open: OpenStores): void {
  test('a user is found by id, by name in any case, and by identity', async () => {
    const { users } = await open();
    expect(await users.hasAny()).toBe(false);
    const identity = { issuer: 'https://id.example', subject: '42' };
    const made = await users.create(newUser('Ada', { displayName: 'Ada L.', password: 'hash', identity }));
    expect(made).toEqual({
      ...{ id: made.id, name: 'Ada', displayName: 'Ada L.', password: 'hash', isAdmin: false, isDisabled: false },
      ...{ identity, createdMs: NOW_MS, lastSignInMs: undefined },
    });
    expect(await users.get(made.id)).toEqual(made);
    expect(await users.getByName('aDA')).toEqual(made);
    expect(await users.getByIdentity(identity)).toEqual(made);
    expect(await users.getByIdentity({ ...identity, issuer: 'https://other.example' })).toBeUndefined();
    expect(await users.hasAny()).toBe(true);
    expect(await users.hasAdmin()).toBe(false);
  });

  test('no two users have one name or one identity', async () => {
    const { users } = await open();
    const identity = { issuer: 'https://id.example', subject: '42' };
    await users.create(newUser('ada', { identity }));
    const bo = await users.create(newUser('bo'));
    const taken = { code: 'RESOURCE_ALREADY_EXISTS' };
    await expect(users.create(newUser('ADA'))).rejects.toMatchObject(taken);
    await expect(users.create(newUser('eve', { identity }))).rejects.toMatchObject(taken);
    await expect(users.update(bo.id, { identity })).rejects.toMatchObject(taken);
    expect(await users.count()).toBe(2);
  });

  test('of several first users at once one is made', async () => {
    const { users } = await open();
    const first = newUser('root', { isAdmin: true });
    const made = await Promise.all(
      [users.createFirst(first), users.createFirst(first)].map((one) => one.catch(() => 0)),
    );
    expect(made.filter((user) => user)).toHaveLength(1);
    expect(await users.createFirst(newUser('other'))).toBeUndefined();
    expect(await users.count()).toBe(1);
    expect(await users.hasAdmin()).toBe(true);
  });

  test('users are listed by name, page by page', async () => {
    const { users } = await open();
    for (const name of ['bo', 'Cy', 'ada']) await users.create(newUser(name));
    expect((await users.list(2)).map(({ name }) => name)).toEqual(['ada', 'bo']);
    expect((await users.list(2, 'bo')).map(({ name }) => name)).toEqual(['Cy']);
  });

  test('what is changed of a user is changed, and nothing else', async () => {
    const { users } = await open();
    const { id } = await users.create(newUser('ada', { password: 'old' }));
    const changed = { displayName: 'A', password: 'new', isAdmin: true, isDisabled: true, lastSignInMs: 7 };
    expect(await users.update(id, changed)).toMatchObject({ name: 'ada', ...changed });
    expect(await users.update(id, { isDisabled: false })).toMatchObject({ ...changed, isDisabled: false });
    expect(await users.get(id)).toMatchObject({ ...changed, isDisabled: false });
    await expect(users.update('x', {})).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  test('the last administrator stays one', async () => {
    const { users } = await open();
    const ada = await users.create(newUser('ada', { isAdmin: true }));
    const bo = await users.create(newUser('bo', { isAdmin: true }));
    // Both step back at once.
    const both = await Promise.allSettled([ada, bo].map(({ id }) => users.update(id, { isAdmin: false })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [last] = (await users.list(9)).filter(({ isAdmin }) => isAdmin);
    const conflict = { code: 'RESOURCE_CONFLICT' };
    await expect(users.update(last!.id, { isDisabled: true })).rejects.toMatchObject(conflict);
    await expect(users.delete(last!.id)).rejects.toMatchObject(conflict);
    expect(await users.hasAdmin()).toBe(true);
  });

  test('members of a workspace have a role in it, and nowhere else', async () => {
    const { users, memberships } = await open();
    const ada = await users.create(newUser('ada'));
    const bo = await users.create(newUser('bo'));
    await memberships.put('a-team', ada.id, 'viewer');
    await memberships.put('default', ada.id, 'editor');
    await memberships.put('a-team', ada.id, 'admin');
    await memberships.put('a-team', bo.id, 'viewer');
    expect(await memberships.of(ada.id)).toEqual([
      { workspaceId: 'default', role: 'editor' },
      { workspaceId: 'a-team', role: 'admin' },
    ]);
    expect(await memberships.list('a-team')).toMatchObject([
      { userId: ada.id, name: 'ada', role: 'admin', isAdmin: false, isDisabled: false },
      { userId: bo.id, name: 'bo', role: 'viewer' },
    ]);
    expect((await memberships.ofAll([bo.id])).get(bo.id)).toEqual([{ workspaceId: 'a-team', role: 'viewer' }]);
    expect(await memberships.remove('a-team', bo.id)).toBe(true);
    expect(await memberships.remove('a-team', bo.id)).toBe(false);
    await expect(memberships.put('a-team', 'nobody', 'viewer')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('who is deleted is in no workspace and nowhere signed in', async () => {
    const { users, memberships, sessions } = await open();
    const ada = await users.create(newUser('ada'));
    await memberships.put('default', ada.id, 'viewer');
    await sessions.create({
      ...{ digest: 'd', id: 's', userId: ada.id, createdMs: 1, lastSeenMs: 1, expiresMs: 9, via: 'password' },
      ...{ address: undefined, userAgent: undefined },
    });
    await users.delete(ada.id);
    expect(await memberships.list('default')).toEqual([]);
    expect(await sessions.get('d')).toBeUndefined();
    await expect(users.delete(ada.id)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });
}
