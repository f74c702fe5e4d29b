import { ClockSetBack } from '../clock-set-back.ts';
import { IDLE_MS, type Sleeper } from '../sleeper.ts';
import type { StoredScorer } from '../storage/tracking/online/online-scorer-store.ts';
import { continueBackfills } from './continue-backfills.ts';
import { followChanges } from './follow-changes.ts';
import type { OnlineDeps } from './online-deps.ts';
import { scoreWaiting } from './score-waiting.ts';

/** How long nothing is looked for once there was nothing to do, ms. */
const POLL_MS = 1_000;
/** Nothing waits for longer, ms: neither for the rest of its trace nor for a judge. */
const LONGEST_MS = 86_400_000;

/**
 * Scores traces as they come, until `signal` is aborted: follows what changes, waits until it is complete, scores a
 * sample of what each scorer means. Only one collector does so at a time; another one goes on where it was.
 *
 * @param sleeper to be woken where scorers were changed
 */
export async function scoreOnline(deps: OnlineDeps, sleeper: Sleeper, signal: AbortSignal): Promise<void> {
  const { work, nowMs } = deps;
  const clock = new ClockSetBack(nowMs);
  const bringForward = (byMs: number) => work.bringForward(byMs, nowMs() + LONGEST_MS);
  // It may have been set back while nobody was there.
  await bringForward(0).catch(deps.report);
  while (!signal.aborted) {
    await clock.mend(bringForward).catch(deps.report);
    let waitMs = IDLE_MS;
    for (const workspaceId of await workspacesOf(deps)) {
      if (signal.aborted) return;
      try {
        waitMs = Math.min(waitMs, (await scoringRound(workspaceId, deps, signal)) ? 0 : POLL_MS);
      } catch (error) {
        // The others need not wait for it.
        deps.report(error);
      }
    }
    await sleeper.sleep(waitMs, signal);
  }
}

async function workspacesOf({ scorers, report }: OnlineDeps): Promise<readonly string[]> {
  try {
    return await scorers.workspaces();
  } catch (error) {
    report(error);
    return [];
  }
}

/** One look at a workspace. @returns whether there may be more to do right away */
export async function scoringRound(workspaceId: string, deps: OnlineDeps, signal: AbortSignal): Promise<boolean> {
  const scorers = (await deps.scorers.list(workspaceId)).filter(isWorking);
  if (scorers.length === 0) return false;
  const hasMoreChanges = await followChanges(workspaceId, scorers, deps);
  const hasMoved = await continueBackfills(workspaceId, scorers, deps);
  const hasScored = await scoreWaiting(workspaceId, scorers, deps, signal);
  return hasMoreChanges || hasMoved || hasScored;
}

function isWorking({ isEnabled, pausedReason }: StoredScorer): boolean {
  return isEnabled && pausedReason === null;
}
