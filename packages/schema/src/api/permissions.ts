import type { Role } from './auth.ts';

/** What a permission is about: an experiment by its id, or a registered model or prompt by its name. */
export type PermissionKind = 'experiment' | 'registered_model';

/** What somebody may do with one thing, whatever their role says otherwise. */
export type PermissionLevel = 'READ' | 'USE' | 'EDIT' | 'MANAGE' | 'NO_PERMISSIONS' | 'DENY';

/** `PUT /api/v1/permissions`, for whoever manages the thing. */
export interface PermissionBody {
  readonly kind: PermissionKind;
  /** Id or name of the thing; `*` for all of its kind that have no permission of their own. */
  readonly of: string;
  /** By name. */
  readonly user: string;
  /** Null: none of their own, so that their role says again what they may do. */
  readonly permission: PermissionLevel | null;
  /** What they had as it was read, null for nothing: where it is something else by now the answer is 409. */
  readonly seen?: PermissionLevel | null;
}

/** `GET /api/v1/permissions`: all of the workspace, for its administrators. */
export interface PermissionItem extends Omit<PermissionBody, 'seen'> {
  readonly permission: PermissionLevel;
  readonly displayName: string;
}

/** `GET /api/v1/permissions/on?kind=&of=`: who may do what with one thing, for whoever manages it. */
export interface ThingPermissions {
  /** Of those who have a permission on it and, for administrators of the workspace, all other members; by name. */
  readonly items: readonly ThingPermission[];
}

export interface ThingPermission {
  readonly user: string;
  readonly displayName: string;
  /** In the workspace; null: they are no member, so that a permission says nothing until they are. */
  readonly role: Role | null;
  /** Of their own on the very thing; null: what is said of all of its kind, or else their role, holds. */
  readonly permission: PermissionLevel | null;
  /** What comes of all of that: an editor's is EDIT, though they may delete the thing as well. */
  readonly effective: PermissionLevel;
}
