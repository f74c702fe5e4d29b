import { ROLE_SCOPES, type Role, type ThingPermission } from '@tracewright/schema';
import type { AccessCache } from '../access/access-cache.ts';
import { permissionOfLevel } from '../access/level.ts';
import { levelOf } from '../access/rights.ts';
import type { User } from '../storage/tracking/auth/user-store.ts';
import { EVERY_RESOURCE, type Permission } from '../storage/tracking/permissions/permission.ts';
import type { Grant, PermissionStore, Resource } from '../storage/tracking/permissions/permission-store.ts';
import type { Accounts } from './accounts.ts';

export interface WhoMayDeps {
  readonly accounts: Pick<Accounts, 'users' | 'memberships'>;
  readonly permissions: Pick<PermissionStore, 'on'>;
  readonly access: Pick<AccessCache, 'given'>;
}

type Person = Pick<User, 'id' | 'name' | 'displayName' | 'isAdmin' | 'isDisabled'> & { readonly role: Role | null };

/**
 * Who may do what with a thing, by name.
 *
 * @param isOfAll whether members who have no permission of their own on it are told as well
 */
export async function whoMay(
  workspaceId: string,
  resource: Resource,
  isOfAll: boolean,
  { accounts, permissions, access }: WhoMayDeps,
): Promise<readonly ThingPermission[]> {
  const own = await permissions.on(workspaceId, resource);
  const every =
    resource.resource === EVERY_RESOURCE
      ? []
      : await permissions.on(workspaceId, { ...resource, resource: EVERY_RESOURCE });
  const grantsOf = Map.groupBy([...own, ...every], ({ userId }) => userId);
  const ownOf = new Map(own.map(({ userId, permission }) => [userId, permission]));
  const people = await peopleOf(workspaceId, [...ownOf.keys()], accounts);
  return people
    .filter(({ id }) => isOfAll || ownOf.has(id))
    .map((person) => ({
      ...{ user: person.name, displayName: person.displayName, role: person.role },
      permission: ownOf.get(person.id) ?? null,
      effective: effective(person, workspaceId, resource, grantsOf.get(person.id) ?? [], access),
    }));
}

/** The members of a workspace, and those of these who are none. */
async function peopleOf(
  workspaceId: string,
  ids: readonly string[],
  { users, memberships }: WhoMayDeps['accounts'],
): Promise<readonly Person[]> {
  const members = (await memberships.list(workspaceId)).map(({ userId, ...member }) => ({ id: userId, ...member }));
  const known = new Set(members.map(({ id }) => id));
  const others = await Promise.all(ids.filter((id) => !known.has(id)).map((id) => users.get(id)));
  const strangers = others.flatMap((user) => (user === undefined ? [] : [{ ...user, role: null }]));
  return [...members, ...strangers].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

function effective(
  { id: userId, name: subject, isAdmin, isDisabled, role }: Person,
  workspaceId: string,
  { kind, resource }: Resource,
  grants: readonly Grant[],
  access: WhoMayDeps['access'],
): Permission {
  if (isDisabled || (role === null && !isAdmin)) return 'NO_PERMISSIONS';
  const scopes = isAdmin ? ROLE_SCOPES.admin : ROLE_SCOPES[role!];
  const seen = access.given({ workspaceId, userId, subject, isAdmin, scopes, via: 'basic' }, grants);
  return permissionOfLevel(levelOf(kind === 'experiment' ? seen.experiments : seen.models, resource));
}
