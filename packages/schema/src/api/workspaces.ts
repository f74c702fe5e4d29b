/** `GET /api/v1/workspaces`: those that whoever asks may enter; an {@link NewWorkspaceBody} makes one. */
export interface WorkspaceItem {
  /** What requests name it by, for good: small letters, digits and hyphens, 2 to 63 of them. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly description: string;
  /** An archived one keeps what it has; nobody but administrators of the installation sees it, and nothing goes in. */
  readonly state: WorkspaceState;
  readonly createdNs: string;
  readonly updatedNs: string;
}

export type WorkspaceState = 'active' | 'archived';

/** `POST /api/v1/workspaces`, answered with a {@link WorkspaceItem}. */
export interface NewWorkspaceBody {
  readonly id: string;
  /** Absent: as its id. */
  readonly name?: string;
  readonly description?: string;
}

/** `PATCH /api/v1/workspaces/:id`, answered with a {@link WorkspaceItem}. `default` can not be archived. */
export interface WorkspaceChangeBody {
  readonly name?: string;
  readonly description?: string;
  readonly state?: WorkspaceState;
}
