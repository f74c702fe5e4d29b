import type { Principal } from '../authorize.ts';
import { EVERY_RESOURCE, type Permission, type ResourceKind } from '../storage/tracking/permissions/permission.ts';
import type { Grant } from '../storage/tracking/permissions/permission-store.ts';
import { type Access, FULL_ACCESS } from './access.ts';
import { type Level, levelOfPermission, lower } from './level.ts';
import { capped, NO_RIGHTS, onlyThese, type Rights } from './rights.ts';

/**
 * What somebody may see: administrators everything; users what their role says, but for what was said about single
 * things; a key for some experiments those, and nothing else. Scopes are the ceiling of all of that.
 *
 * @param grants what the user has permissions for, empty where it is none
 * @param defaultPermission what members may do at most with what they have no permission for; undefined: what their role says
 */
export function accessOf(
  principal: Principal,
  grants: readonly Grant[],
  defaultPermission: Permission | undefined,
): Access {
  const { userId, experiments } = principal;
  if (experiments === undefined && isAdministrator(principal)) return FULL_ACCESS;
  const ceiling = ceilingOf(principal);
  const ofRole = lower(ceiling, isAdministrator(principal) ? 'manage' : 'write');
  const base =
    userId === undefined || isAdministrator(principal) || defaultPermission === undefined
      ? ofRole
      : lower(ofRole, levelOfPermission(defaultPermission));
  const ofExperiments = capped(rightsOf(grants, 'experiment', base), ceiling);
  if (experiments !== undefined) {
    const only = onlyThese(ofExperiments, experiments);
    return { experiments: only, models: NO_RIGHTS, mayCreate: false, creatorId: undefined, isFull: false };
  }
  return {
    experiments: ofExperiments,
    models: capped(rightsOf(grants, 'registered_model', base), ceiling),
    mayCreate: ceiling === 'manage',
    creatorId: userId,
    isFull: false,
  };
}

/** Whether single permissions are another matter for them than what their role or key says. */
export function hasGrants(principal: Principal): principal is Principal & { readonly userId: string } {
  return principal.userId !== undefined && !isAdministrator(principal);
}

function isAdministrator({ isAdmin = false, scopes }: Principal): boolean {
  return isAdmin || scopes.includes('admin');
}

/** Which scope a request needs is for the routes to say, which know what they do. */
function ceilingOf(principal: Principal): Level {
  const { scopes } = principal;
  if (isAdministrator(principal) || scopes.includes('write') || scopes.includes('ingest')) return 'manage';
  return scopes.includes('read') ? 'read' : 'none';
}

/** The permission on the very thing stands, before the one on all of its kind, before what holds for everything. */
function rightsOf(grants: readonly Grant[], kind: ResourceKind, base: Level): Rights {
  const ofKind = grants.filter((grant) => grant.kind === kind);
  const every = ofKind.find(({ resource }) => resource === EVERY_RESOURCE);
  const named = ofKind.filter(({ resource }) => resource !== EVERY_RESOURCE);
  return {
    base: every === undefined ? base : levelOfPermission(every.permission),
    named: new Map(named.map(({ resource, permission }) => [resource, levelOfPermission(permission)])),
  };
}
