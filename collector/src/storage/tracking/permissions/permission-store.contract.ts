import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';
import type { Grant } from './permission-store.ts';

const ON_FIVE = { kind: 'experiment', resource: '5' } as const;
const ANNS: Grant = { userId: 'ann', ...ON_FIVE, permission: 'READ' };

/** What every store of permissions does. */
export function permissionCases(open: OpenStores): void {
  test('a permission stands until it is replaced or revoked', async () => {
    const { permissions } = await open();
    expect(await permissions.get('w', ANNS)).toBeUndefined();

    await permissions.grant('w', ANNS);
    await permissions.grant('w', { ...ANNS, permission: 'MANAGE' });

    expect(await permissions.get('w', ANNS)).toBe('MANAGE');
    expect(await permissions.revoke('w', ANNS)).toBe(true);
    expect(await permissions.revoke('w', ANNS)).toBe(false);
    expect(await permissions.get('w', ANNS)).toBeUndefined();
  });

  test('what is added does not replace what there is', async () => {
    const { permissions } = await open();
    await permissions.add('w', ANNS);
    await expect(permissions.add('w', { ...ANNS, permission: 'MANAGE' })).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
    expect(await permissions.get('w', ANNS)).toBe('READ');
  });

  test('permissions are those of one user, one workspace and one kind', async () => {
    const { permissions } = await open();
    const onModel: Grant = { userId: 'ann', kind: 'registered_model', resource: '5', permission: 'EDIT' };
    const bobs: Grant = { ...ANNS, userId: 'bob', permission: 'NO_PERMISSIONS' };
    for (const grant of [bobs, onModel, ANNS]) await permissions.grant('w', grant);
    await permissions.grant('other', { ...ANNS, permission: 'DENY' });

    expect(await permissions.ofUser('w', 'ann')).toEqual([ANNS, onModel]);
    expect(await permissions.on('w', ON_FIVE)).toEqual([ANNS, bobs]);
    expect(await permissions.list('w')).toEqual([ANNS, bobs, onModel]);
    expect(await permissions.ofUser('other', 'ann')).toEqual([{ ...ANNS, permission: 'DENY' }]);
  });

  test('what is gone takes its permissions along, and what is renamed keeps them', async () => {
    const { permissions } = await open();
    const model = { kind: 'registered_model', resource: 'bot' } as const;
    await permissions.grant('w', { userId: 'ann', ...model, permission: 'EDIT' });
    await permissions.grant('w', { userId: 'bob', ...model, resource: 'helper', permission: 'READ' });

    await permissions.rename('w', model, 'helper');
    expect(await permissions.on('w', { ...model, resource: 'helper' })).toEqual([
      { userId: 'ann', kind: 'registered_model', resource: 'helper', permission: 'EDIT' },
    ]);
    expect(await permissions.on('w', model)).toEqual([]);

    await permissions.rename('w', { ...model, resource: 'helper' }, 'helper');
    await permissions.forget('w', { ...model, resource: 'helper' });
    expect(await permissions.ofUser('w', 'ann')).toEqual([]);
  });

  test('a user who is gone leaves nothing behind in any workspace', async () => {
    const { permissions, users } = await open();
    const ann = { name: 'ann', displayName: '', password: 'x', isAdmin: false, identity: undefined };
    const { id: userId } = await users.create(ann);
    await permissions.grant('w', { ...ANNS, userId });
    await permissions.grant('other', { ...ANNS, userId });
    await permissions.grant('w', { ...ANNS, userId: 'bob' });

    await users.delete(userId);

    expect(await permissions.on('w', ON_FIVE)).toEqual([{ ...ANNS, userId: 'bob' }]);
    expect(await permissions.on('other', ON_FIVE)).toEqual([]);
  });
}
