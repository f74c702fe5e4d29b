import { allOf, compare } from '../filter/expression.ts';
import type { StoredScorer } from '../storage/tracking/online/online-scorer-store.ts';
import type { Backfill } from '../storage/tracking/online/online-work-store.ts';
import { meantTraces } from './meant-traces.ts';
import type { OnlineDeps } from './online-deps.ts';
import { isSampled } from './sampling.ts';

const TRACES_AT_ONCE = 500;
/** What comes in goes first: backfills add to the list only while it is short. */
const MAX_WAITING = 1_000;

/** Puts some more stored traces on the lists of the scorers that were asked to look back. @returns whether any was put there */
export async function continueBackfills(
  workspaceId: string,
  scorers: readonly StoredScorer[],
  deps: OnlineDeps,
): Promise<boolean> {
  const { work } = deps;
  const ids = scorers.map(({ id }) => id);
  let hasMoved = false;
  for (const backfill of await work.backfills(workspaceId)) {
    const scorer = scorers.find(({ id }) => id === backfill.scorerId);
    // One that is off or has paused itself goes on later.
    if (scorer === undefined || (await work.waitingCount(workspaceId, ids)) >= MAX_WAITING) continue;
    await continueOne(workspaceId, backfill, scorer, deps);
    hasMoved = true;
  }
  return hasMoved;
}

async function continueOne(
  workspaceId: string,
  backfill: Backfill,
  { id, version, sampleRate, filter }: StoredScorer,
  deps: OnlineDeps,
): Promise<void> {
  const { spans, work, nowMs } = deps;
  const meant = allOf(
    await meantTraces(filter, workspaceId, deps),
    await meantTraces(backfill.filter, workspaceId, deps),
    compare('time', '>=', backfill.fromNs),
    compare('time', '<', backfill.toNs),
  );
  const { after } = backfill;
  const page = await spans.listTraces({
    workspaceId,
    filter: meant,
    limit: TRACES_AT_ONCE,
    ...(after && { after: { startNs: after.startNs as never, traceId: after.traceId } }),
  });
  const waiting = page.rows
    .filter(({ traceId }) => isSampled(traceId, sampleRate))
    .map(({ traceId }) => ({ scorerId: id, version, traceId, dueMs: nowMs() }));
  await work.enqueue(workspaceId, waiting);
  const last = page.searchedTo ?? page.rows.at(-1);
  const next = page.hasMore && last ? { startNs: last.startNs, traceId: last.traceId } : undefined;
  await work.moveBackfill(workspaceId, backfill.id, next);
}
