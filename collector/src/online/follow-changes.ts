import type { StoredScorer } from '../storage/tracking/online/online-scorer-store.ts';
import type { OnlineDeps } from './online-deps.ts';
import { isSampled } from './sampling.ts';

/** Only ids are read. */
const CHANGES_AT_ONCE = 1_000;
/** Beyond so many traces that wait the rest stays where it is: the cursor does not move. */
const MAX_WAITING = 20_000;

/**
 * Puts traces that have changed on the lists of the scorers that sample them. Where nothing has been followed before it
 * begins with what comes now: what is stored already is for backfills.
 *
 * @returns whether there is more to be followed
 */
export async function followChanges(
  workspaceId: string,
  scorers: readonly StoredScorer[],
  { spans, work, nowMs }: Pick<OnlineDeps, 'spans' | 'work' | 'nowMs'>,
): Promise<boolean> {
  const last = await spans.lastChange(workspaceId);
  const known = await work.cursor(workspaceId);
  // The store of spans may have begun anew.
  const since = known === undefined || known > last ? undefined : known;
  if (since === undefined) {
    await work.enqueue(workspaceId, [], known === undefined ? last : 0);
    return known !== undefined;
  }
  const ids = scorers.map(({ id }) => id);
  if (since === last || (await work.waitingCount(workspaceId, ids)) >= MAX_WAITING) return false;
  const { traceIds, cursor } = await spans.changes(workspaceId, since, CHANGES_AT_ONCE);
  const waiting = scorers.flatMap(({ id, version, sampleRate, delayMs }) =>
    traceIds
      .filter((traceId) => isSampled(traceId, sampleRate))
      .map((traceId) => ({ scorerId: id, version, traceId, dueMs: nowMs() + delayMs })),
  );
  await work.enqueue(workspaceId, waiting, cursor);
  return traceIds.length === CHANGES_AT_ONCE;
}
