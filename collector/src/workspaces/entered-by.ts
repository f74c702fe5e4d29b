import type { Principal } from '../authorize.ts';
import type { MembershipStore } from '../storage/tracking/auth/membership-store.ts';
import type { Workspace } from '../storage/tracking/workspaces/workspace-store.ts';

/**
 * The workspaces that somebody may enter: all of them for administrators of the installation, archived ones too; those
 * they are members of for users, and the one that a key is for.
 */
export async function enteredBy(
  principal: Principal,
  workspaces: readonly Workspace[],
  memberships: Pick<MembershipStore, 'of'>,
): Promise<readonly Workspace[]> {
  if (principal.isAdmin) return workspaces;
  const own =
    principal.userId === undefined || principal.keyId !== undefined
      ? [principal.workspaceId]
      : (await memberships.of(principal.userId)).map(({ workspaceId }) => workspaceId);
  return workspaces.filter(({ id, state }) => state === 'active' && own.includes(id));
}
