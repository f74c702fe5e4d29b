import type { Role } from '@tracewright/schema';

export interface Membership {
  readonly workspaceId: string;
  readonly role: Role;
}

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  /** Of the whole installation. */
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
  readonly role: Role;
}

/** Who may do what in which workspace. */
export interface MembershipStore {
  /** By id of the workspace, the default one first. */
  of(userId: string): Promise<readonly Membership[]>;
  /** Of several users at once, as {@link of}. */
  ofAll(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly Membership[]>>;
  /** By name. */
  list(workspaceId: string): Promise<readonly Member[]>;
  /**
   * Makes somebody a member, or gives them another role.
   *
   * @param seen the role that they had, as far as the client knows; null: they were no member
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST` without such a user; `RESOURCE_CONFLICT` where they have another role by now
   */
  put(workspaceId: string, userId: string, role: Role, seen?: Role | null): Promise<void>;
  /** Tells whether they were a member. */
  remove(workspaceId: string, userId: string): Promise<boolean>;
}
