import type { Permission, ResourceKind } from './permission.ts';

/** What a permission is about. */
export interface Resource {
  readonly kind: ResourceKind;
  /** Id of the experiment, name of the model, or `*`. */
  readonly resource: string;
}

/** What one user may do with one thing. */
export interface Grant extends Resource {
  readonly userId: string;
  readonly permission: Permission;
}

/**
 * What single users may do with single things, where that is another matter than their role. Users and things are not
 * looked up. Contract: `permission-store.contract.ts`.
 */
export interface PermissionStore {
  /**
   * Replaces what the user has on it.
   *
   * @param seen what they had, as far as the client knows; null: nothing
   * @throws ApiError `RESOURCE_CONFLICT` where they have something else by now
   */
  grant(workspaceId: string, grant: Grant, seen?: Permission | null): Promise<void>;
  /** @throws ApiError `RESOURCE_ALREADY_EXISTS` if the user has something on it. */
  add(workspaceId: string, grant: Grant): Promise<void>;
  /** @returns whether there was one @throws ApiError as {@link grant} */
  revoke(workspaceId: string, of: Omit<Grant, 'permission'>, seen?: Permission | null): Promise<boolean>;
  get(workspaceId: string, of: Omit<Grant, 'permission'>): Promise<Permission | undefined>;
  /** By kind and thing. */
  ofUser(workspaceId: string, userId: string): Promise<readonly Grant[]>;
  /** All of a workspace, by kind, thing and user. */
  list(workspaceId: string): Promise<readonly Grant[]>;
  /** Of everybody, by user. */
  on(workspaceId: string, resource: Resource): Promise<readonly Grant[]>;
  /** Forgets everybody's on a thing that is gone: another one of that name begins anew. */
  forget(workspaceId: string, resource: Resource): Promise<void>;
  /** Everybody's on a thing that has a new name now. */
  rename(workspaceId: string, from: Resource, to: string): Promise<void>;
}
