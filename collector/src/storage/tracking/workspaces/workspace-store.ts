import type { WorkspaceState } from '@tracewright/schema';

/** A team's part of an installation: nothing in one can be seen from another. */
export interface Workspace {
  /** What every key in every store begins with. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly state: WorkspaceState;
  /** Milliseconds since the Unix epoch. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface NewWorkspace {
  readonly id: string;
  /** '': as its id. */
  readonly name: string;
  readonly description: string;
}

/** Contract: `workspace-store.contract.ts`. */
export interface WorkspaceStore {
  /** All of them, archived ones too: `default` first, then by their ids. */
  list(): Promise<readonly Workspace[]>;
  /**
   * @throws ApiError `INVALID_PARAMETER_VALUE` if the id or the name is none; `RESOURCE_ALREADY_EXISTS` if the id is taken,
   *   by an archived one, too: what it holds would come to light.
   */
  create(workspace: NewWorkspace): Promise<Workspace>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `INVALID_PARAMETER_VALUE` for the name, and for archiving `default`. */
  change(id: string, change: Partial<Pick<Workspace, 'name' | 'description' | 'state'>>): Promise<Workspace>;
  /** Whether there are experiments, runs, models, prompts or datasets in it; traces are not looked for. */
  hasContents(id: string): Promise<boolean>;
}
