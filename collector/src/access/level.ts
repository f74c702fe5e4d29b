import type { Role } from '@tracewright/schema';
import type { Permission } from '../storage/tracking/permissions/permission.ts';

/**
 * How much somebody may do with a thing; each level includes those below it. `write` is what an editor has on everything
 * of a workspace and MLflow has no word for: all but saying who else may do what.
 */
export type Level = 'none' | 'read' | 'use' | 'edit' | 'write' | 'manage';

const RANK: Readonly<Record<Level, number>> = { none: 0, read: 1, use: 2, edit: 3, write: 4, manage: 5 };

const LEVEL_OF_PERMISSION: Readonly<Record<Permission, Level>> = {
  NO_PERMISSIONS: 'none',
  DENY: 'none',
  READ: 'read',
  USE: 'use',
  EDIT: 'edit',
  MANAGE: 'manage',
};

const LEVEL_OF_ROLE: Readonly<Record<Role, Level>> = { viewer: 'read', editor: 'write', admin: 'manage' };

/** What is to be done with a thing; deleting is more than MLflow's EDIT allows. */
export type Action = 'read' | 'edit' | 'delete' | 'manage';

const NEEDED: Readonly<Record<Action, Level>> = { read: 'read', edit: 'edit', delete: 'write', manage: 'manage' };

/** MLflow's permission that allows an action. */
export const PERMISSION_FOR: Readonly<Record<Action, Permission>> = {
  read: 'READ',
  edit: 'EDIT',
  delete: 'MANAGE',
  manage: 'MANAGE',
};

export function levelOfPermission(permission: Permission): Level {
  return LEVEL_OF_PERMISSION[permission];
}

export function levelOfRole(role: Role): Level {
  return LEVEL_OF_ROLE[role];
}

/** MLflow's word for a level. */
export function permissionOfLevel(level: Level): Permission {
  if (level === 'none') return 'NO_PERMISSIONS';
  return level === 'write' ? 'EDIT' : (level.toUpperCase() as Permission);
}

export function lower(a: Level, b: Level): Level {
  return RANK[a] <= RANK[b] ? a : b;
}

export function allowsAction(level: Level, action: Action): boolean {
  return RANK[level] >= RANK[NEEDED[action]];
}
