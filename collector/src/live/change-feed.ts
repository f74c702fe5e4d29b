import type { SpanStore } from '../storage/spans/span-store.ts';

const POLL_MS = 250;

interface Workspace {
  /** Last change that is known; -1 before the first look. */
  last: number;
  readonly waiting: Set<() => void>;
}

/**
 * Wakes those who wait for traces to change. It asks the store for its change cursor, once for all who wait and only
 * while somebody does: the writer may be another process.
 */
export class ChangeFeed {
  readonly #store: Pick<SpanStore, 'lastChange'>;
  readonly #pollMs: number;
  readonly #workspaces = new Map<string, Workspace>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(store: Pick<SpanStore, 'lastChange'>, pollMs: number = POLL_MS) {
    this.#store = store;
    this.#pollMs = pollMs;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves once something has changed after the cursor, or `timeoutMs` has passed, or this feed is closed. */
  async changed(workspaceId: string, since: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.#isClosed || signal.aborted) return;
    const workspace = this.#workspaces.get(workspaceId) ?? { last: -1, waiting: new Set<() => void>() };
    this.#workspaces.set(workspaceId, workspace);
    if (workspace.last > since) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timeout = setTimeout(resolve, timeoutMs);
    workspace.waiting.add(resolve);
    const stop = (): void => resolve();
    signal.addEventListener('abort', stop, { once: true });
    this.#schedule();
    await promise;
    clearTimeout(timeout);
    // A stream may be open for days: nothing of a wait stays with it.
    signal.removeEventListener('abort', stop);
    workspace.waiting.delete(resolve);
  }

  /** Nobody waits any longer, now or later. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const { waiting } of this.#workspaces.values()) for (const wake of waiting) wake();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#look(), this.#pollMs).unref();
  }

  async #look(): Promise<void> {
    for (const [workspaceId, workspace] of this.#workspaces) {
      if (workspace.waiting.size === 0) {
        this.#workspaces.delete(workspaceId);
        continue;
      }
      // A store that cannot answer now is asked again; whoever waits hears nothing meanwhile.
      const last = await this.#store.lastChange(workspaceId).catch(() => workspace.last);
      if (last > workspace.last) for (const wake of workspace.waiting) wake();
      workspace.last = last;
    }
    this.#timer = undefined;
    if (this.#workspaces.size > 0) this.#schedule();
  }
}
