import type { WorkspaceState } from '@tracewright/schema';

export interface WorkspaceTables {
  readonly workspaces: WorkspaceRow;
}

export interface WorkspaceRow {
  readonly workspace_id: string;
  readonly name: string;
  readonly description: string;
  readonly state: WorkspaceState;
  readonly created_ms: number;
  readonly updated_ms: number;
}
