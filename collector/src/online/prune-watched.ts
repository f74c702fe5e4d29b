import type { AlertStore } from '../storage/tracking/alerts/alert-store.ts';
import type { OnlineWorkStore } from '../storage/tracking/online/online-work-store.ts';

/** How long it is kept what alerts have told, and what scorers have made of single traces: their scores stay. */
const KEPT_MS = 90 * 86_400_000;

export interface PruneWatchedDeps {
  readonly alerts: Pick<AlertStore, 'prune'>;
  readonly work: Pick<OnlineWorkStore, 'prune'>;
  readonly nowMs: () => number;
}

/** Takes out what has been written down of watching a workspace and is too old. */
export async function pruneWatched(workspaceId: string, { alerts, work, nowMs }: PruneWatchedDeps): Promise<void> {
  const olderThanMs = nowMs() - KEPT_MS;
  await alerts.prune(workspaceId, olderThanMs);
  await work.prune(workspaceId, olderThanMs);
}
