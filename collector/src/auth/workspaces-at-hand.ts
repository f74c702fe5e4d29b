import { ROLE_SCOPES, type WorkspaceState } from '@tracewright/schema';
import { DEFAULT_WORKSPACE_ID, type Principal, type Scope } from '../authorize.ts';
import { ApiError } from '../errors.ts';
import type { Membership } from '../storage/tracking/auth/membership-store.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';

/** What is still allowed in a workspace that was put away: nothing goes in. */
const IN_ARCHIVE: readonly Scope[] = ['read', 'admin'];

/** Decides which workspace a request is about, and what its sender may do there. */
export class WorkspacesAtHand {
  readonly #directory: Pick<WorkspaceDirectory, 'list'>;

  constructor(directory: Pick<WorkspaceDirectory, 'list'>) {
    this.#directory = directory;
  }

  /**
   * Where an administrator of the installation is.
   *
   * @param wanted undefined: the default one
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST`
   */
  async forAdmin(wanted: string | undefined): Promise<Pick<Principal, 'workspaceId' | 'scopes'>> {
    const workspaceId = wanted ?? DEFAULT_WORKSPACE_ID;
    const state = await this.#stateOf(workspaceId);
    if (state === undefined) throw unknown(workspaceId);
    return { workspaceId, scopes: state === 'archived' ? IN_ARCHIVE : ROLE_SCOPES.admin };
  }

  /**
   * Where a user is. Who is no member learns as much as if it were not there.
   *
   * @param wanted undefined: their first one; there they may do nothing if they have none
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST`
   */
  async forMember(
    wanted: string | undefined,
    memberships: readonly Membership[],
  ): Promise<Pick<Principal, 'workspaceId' | 'scopes'>> {
    for (const { workspaceId, role } of memberships) {
      if (wanted !== undefined && workspaceId !== wanted) continue;
      if ((await this.#stateOf(workspaceId)) === 'active') return { workspaceId, scopes: ROLE_SCOPES[role] };
    }
    if (wanted !== undefined) throw unknown(wanted);
    return { workspaceId: '', scopes: [] };
  }

  /** Whether the workspace of a key can be used. @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
  async requireActive(workspaceId: string, wanted: string | undefined): Promise<void> {
    if (wanted !== undefined && wanted !== workspaceId) throw unknown(wanted);
    if ((await this.#stateOf(workspaceId)) !== 'active') throw unknown(workspaceId);
  }

  async #stateOf(workspaceId: string): Promise<WorkspaceState | undefined> {
    // It is always there, and most requests are about it.
    if (workspaceId === DEFAULT_WORKSPACE_ID) return 'active';
    return (await this.#directory.list()).find(({ id }) => id === workspaceId)?.state;
  }
}

function unknown(workspaceId: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no workspace ${JSON.stringify(workspaceId)}`);
}
