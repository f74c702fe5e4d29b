import { expect, test } from 'vitest';
import type { Principal } from '../authorize.ts';
import type { Permission } from '../storage/tracking/permissions/permission.ts';
import type { Grant } from '../storage/tracking/permissions/permission-store.ts';
import { FULL_ACCESS } from './access.ts';
import { accessOf } from './access-of.ts';
import { permissionOfLevel } from './level.ts';
import { levelOf, may } from './rights.ts';

const EDITOR: Principal = {
  ...{ workspaceId: 'default', subject: 'ann', userId: 'ann', via: 'session' },
  scopes: ['ingest', 'read', 'write'],
};
const VIEWER: Principal = { ...EDITOR, scopes: ['read'] };

function on(resource: string, permission: Permission): Grant {
  return { userId: 'ann', kind: 'experiment', resource, permission };
}

test.each([
  ['an administrator of the installation', { ...VIEWER, isAdmin: true }],
  ['an admin of the workspace', { ...EDITOR, scopes: ['ingest', 'read', 'write', 'admin'] as const }],
])('%s sees and changes everything, whatever was said of single things', (_, principal) => {
  expect(accessOf(principal, [on('5', 'DENY')], 'NO_PERMISSIONS')).toBe(FULL_ACCESS);
});

test.each([
  ['a viewer', VIEWER, undefined, 'READ'],
  ['an editor', EDITOR, undefined, 'EDIT'],
  ['an editor where the default is less', EDITOR, 'READ', 'READ'],
  ['a viewer where the default is more', VIEWER, 'MANAGE', 'READ'],
  ['a key that reads', { ...VIEWER, userId: undefined, via: 'key' }, 'NO_PERMISSIONS', 'READ'],
] as const)('%s may do that much where nothing was said', (_, given, defaultPermission, permission) => {
  const { experiments, models } = accessOf(given as Principal, [], defaultPermission);
  expect(permissionOfLevel(levelOf(experiments, '5'))).toBe(permission);
  expect(permissionOfLevel(levelOf(models, 'bot'))).toBe(permission);
});

test('what was said of the very thing goes before what was said of all, and that before the role', () => {
  const grants = [on('*', 'NO_PERMISSIONS'), on('5', 'MANAGE'), on('6', 'READ')];
  const { experiments, models } = accessOf(EDITOR, grants, undefined);
  expect(['5', '6', '7'].map((id) => levelOf(experiments, id))).toEqual(['manage', 'read', 'none']);
  expect(levelOf(models, '5')).toBe('write');
});

test('no permission is more than the scopes', () => {
  const { experiments, mayCreate } = accessOf(VIEWER, [on('5', 'MANAGE')], undefined);
  expect(levelOf(experiments, '5')).toBe('read');
  expect(mayCreate).toBe(false);
});

test('an editor deletes what MLflow’s EDIT does not, but does not say who may', () => {
  const { experiments } = accessOf(EDITOR, [on('6', 'EDIT')], undefined);
  expect([may(experiments, 'delete', '5'), may(experiments, 'manage', '5')]).toEqual([true, false]);
  expect([may(experiments, 'edit', '6'), may(experiments, 'delete', '6')]).toEqual([true, false]);
});

test('a key for some experiments sees those, no other and no model, also where it administers', () => {
  const key: Principal = {
    ...EDITOR,
    via: 'key',
    experiments: ['5'],
    scopes: ['read', 'write', 'admin'],
    isAdmin: true,
  };
  const access = accessOf(key, [], undefined);
  expect(access.isFull).toBe(false);
  expect(['5', '6'].map((id) => may(access.experiments, 'read', id))).toEqual([true, false]);
  expect(may(access.models, 'read', 'bot')).toBe(false);
  expect(access.mayCreate).toBe(false);
});
