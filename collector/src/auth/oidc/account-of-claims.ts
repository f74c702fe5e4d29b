import { ApiError } from '../../errors.ts';
import type { User } from '../../storage/tracking/auth/user-store.ts';
import type { Accounts } from '../accounts.ts';
import { checkUserName } from '../user-name.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { type RolesByGroups, rolesOf } from './role-rules.ts';

/** What another service says of somebody, once it is proven that it does. */
export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

interface Parts {
  readonly settings: Pick<OidcSettings, 'groupsClaim' | 'roles' | 'mayCreateUsers'>;
  readonly accounts: Accounts;
  readonly report: (error: unknown) => void;
}

/**
 * The user who somebody is here: the one who came as them before; else one of their name whom an administrator has made
 * without a password; else, where that is allowed, a new one. Their groups make them what the rules say.
 *
 * @throws ApiError `PERMISSION_DENIED` if there is none, or they are disabled.
 */
export async function accountOfClaims(claims: Claims, { settings, accounts, report }: Parts): Promise<User> {
  const identity = { issuer: claims.iss, subject: claims.sub };
  const roles = rolesOf(groupsOf(claims, settings.groupsClaim), settings.roles);
  const { users } = accounts;
  const user = (await users.getByIdentity(identity)) ?? (await linked()) ?? (await created());
  if (user.isDisabled) throw new ApiError('PERMISSION_DENIED', 'this user may not sign in');
  await bringUpToDate(user, roles, accounts, report);
  return user;

  /** A name alone does not take over what somebody else signs in to with a password. */
  async function linked(): Promise<User | undefined> {
    for (const name of namesOf(claims)) {
      const found = await users.getByName(name);
      if (found === undefined || found.password !== undefined || found.identity !== undefined) continue;
      return users.update(found.id, { identity });
    }
    return undefined;
  }

  async function created(): Promise<User> {
    const [name = claims.sub] = namesOf(claims);
    // From the first user on nobody else is let in: that one has to be able to let them.
    const isWanted = (await accounts.hasAny())
      ? settings.roles.length === 0 || roles.memberships.length > 0 || roles.isAdmin === true
      : roles.isAdmin === true;
    if (!settings.mayCreateUsers || !isWanted) {
      throw new ApiError('PERMISSION_DENIED', `there is no user ${JSON.stringify(name)} who signs in this way`);
    }
    checkUserName(name);
    const displayName = typeof claims.name === 'string' ? claims.name.slice(0, 256) : '';
    const made = await users.create({
      name,
      displayName,
      password: undefined,
      isAdmin: roles.isAdmin ?? false,
      identity,
    });
    accounts.changed(made.id);
    return made;
  }
}

async function bringUpToDate(
  user: User,
  { memberships, without, isAdmin }: RolesByGroups,
  accounts: Accounts,
  report: (error: unknown) => void,
): Promise<void> {
  for (const { workspaceId, role } of memberships) await accounts.memberships.put(workspaceId, user.id, role);
  for (const workspaceId of without) await accounts.memberships.remove(workspaceId, user.id);
  if (isAdmin !== undefined && isAdmin !== user.isAdmin) {
    // The last administrator stays one, whatever their groups are.
    await accounts.users.update(user.id, { isAdmin }).catch(report);
  }
  accounts.changed(user.id);
}

/** What they may be called, the best first. An address counts only if the service has seen that it is theirs. */
function namesOf(claims: Claims): readonly string[] {
  const names = [claims.preferred_username, claims.email_verified === true ? claims.email : undefined];
  return names.filter((name) => typeof name === 'string' && name !== '') as string[];
}

/** @param claim its name, or a path such as `realm_access.roles` */
function groupsOf(claims: Claims, claim: string): readonly string[] {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : valueAt(claims, claim.split('.'));
  const all = Array.isArray(value) ? value : [value];
  return all.filter((group) => typeof group === 'string');
}

function valueAt(claims: Claims, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
