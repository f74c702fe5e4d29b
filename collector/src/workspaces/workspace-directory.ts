import { DEFAULT_WORKSPACE_ID } from '../authorize.ts';
import type { NewWorkspace, Workspace, WorkspaceStore } from '../storage/tracking/workspaces/workspace-store.ts';

/** How long it takes at most until what another collector has changed is seen here, ms. */
const FRESH_MS = 2_000;

/** The workspaces there are, for questions that every request asks: read anew every two seconds at most. */
export class WorkspaceDirectory {
  readonly #store: WorkspaceStore;
  readonly #nowMs: () => number;
  #all: Promise<readonly Workspace[]> | undefined;
  #readMs = Number.NEGATIVE_INFINITY;

  constructor(store: WorkspaceStore, nowMs: () => number) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  /** All of them, archived ones too, `default` first. */
  list(): Promise<readonly Workspace[]> {
    const nowMs = this.#nowMs();
    if (this.#all === undefined || nowMs - this.#readMs > FRESH_MS) {
      this.#readMs = nowMs;
      const reading = this.#store.list();
      this.#all = reading;
      // A failure is nobody's answer but of those who asked meanwhile.
      reading.catch(() => {
        if (this.#all === reading) this.#all = undefined;
      });
    }
    return this.#all;
  }

  /** Undefined where there is none, or it is archived. */
  async active(id: string): Promise<Workspace | undefined> {
    return (await this.list()).find((workspace) => workspace.id === id && workspace.state === 'active');
  }

  /** Whether requests may be about it. */
  async isActive(id: string): Promise<boolean> {
    // It is always there: most installations have no other.
    return id === DEFAULT_WORKSPACE_ID || (await this.active(id)) !== undefined;
  }

  /** @throws ApiError as `WorkspaceStore.create`. */
  create(workspace: NewWorkspace): Promise<Workspace> {
    return this.#changed(this.#store.create(workspace));
  }

  /** @throws ApiError as `WorkspaceStore.change`. */
  change(...given: Parameters<WorkspaceStore['change']>): Promise<Workspace> {
    return this.#changed(this.#store.change(...given));
  }

  async #changed(work: Promise<Workspace>): Promise<Workspace> {
    try {
      return await work;
    } finally {
      this.#all = undefined;
    }
  }
}
