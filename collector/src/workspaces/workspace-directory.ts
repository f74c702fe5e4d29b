import { FreshCache, GRACE_MS } from '../auth/fresh-cache.ts';
import { DEFAULT_WORKSPACE_ID } from '../authorize.ts';
import type { NewWorkspace, Workspace, WorkspaceStore } from '../storage/tracking/workspaces/workspace-store.ts';

/** How long it takes at most until what another collector has changed is seen here, ms. */
const FRESH_MS = 2_000;

/** The workspaces there are, for questions that every request asks: read anew every two seconds, where they can be. */
export class WorkspaceDirectory {
  readonly #store: WorkspaceStore;
  /** Of one entry, all of them. */
  readonly #all: FreshCache<readonly Workspace[]>;

  constructor(store: WorkspaceStore, nowMs: () => number) {
    this.#store = store;
    const options = { ttlMs: FRESH_MS, graceMs: GRACE_MS, maxEntries: 1, nowMs };
    this.#all = new FreshCache(() => store.list(), options);
  }

  /** All of them, archived ones too, `default` first. */
  async list(): Promise<readonly Workspace[]> {
    return (await this.#all.get('')) ?? [];
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
      this.#all.clear();
    }
  }
}
