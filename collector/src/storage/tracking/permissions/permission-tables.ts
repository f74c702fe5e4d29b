export interface PermissionTables {
  readonly permissions: PermissionRow;
}

export interface PermissionRow {
  readonly workspace_id: string;
  readonly user_id: string;
  readonly kind: string;
  /** Id of the experiment, name of the model, or `*`. */
  readonly resource: string;
  readonly permission: string;
}
