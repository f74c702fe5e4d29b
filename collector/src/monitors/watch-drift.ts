import { ClockSetBack } from '../clock-set-back.ts';
import { restUntil, type Sleeper } from '../sleeper.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import { type MonitorDeps, measureMonitor } from './measure-monitor.ts';

const POLL_MS = 2_000;
const MONITORS_AT_ONCE = 20;
/** None is measured more rarely, ms. */
const LONGEST_MS = 32 * 86_400_000;

export interface DriftDeps extends MonitorDeps {
  readonly monitors: TrackingStores['driftMonitors'];
  /** Told of what is a fault of ours. */
  readonly report: (error: unknown) => void;
}

/**
 * Measures monitors on time until `signal` is aborted; one collector does so at a time.
 *
 * @param sleeper to be woken where monitors were changed
 */
export async function watchDrift(deps: DriftDeps, sleeper: Sleeper, signal: AbortSignal): Promise<void> {
  const { monitors, nowMs } = deps;
  const clock = new ClockSetBack(nowMs);
  const bringForward = (byMs: number) => monitors.bringForward(byMs, nowMs() + LONGEST_MS);
  // It may have been set back while nobody was there.
  await bringForward(0).catch(deps.report);
  while (!signal.aborted) {
    await clock.mend(bringForward).catch(deps.report);
    await measureDue(deps, signal).catch(deps.report);
    const nextMs = await deps.monitors.nextMs().catch(deps.report);
    await sleeper.sleep(restUntil(nextMs ?? undefined, deps.nowMs(), POLL_MS), signal);
  }
}

/** One round: all that are due, one after the other. */
export async function measureDue(deps: DriftDeps, signal: AbortSignal): Promise<void> {
  const { monitors, nowMs } = deps;
  for (const monitor of await monitors.due(nowMs(), MONITORS_AT_ONCE)) {
    if (signal.aborted) return;
    const { workspaceId, id, everyMs } = monitor;
    const nextMs = (Math.floor(nowMs() / everyMs) + 1) * everyMs;
    try {
      const reading = monitor.isEnabled ? await measureMonitor(workspaceId, monitor, deps) : undefined;
      await monitors.record(workspaceId, id, nextMs, reading);
    } catch (error) {
      await monitors.noteProblem(workspaceId, id, nextMs, error instanceof Error ? error.message : String(error));
    }
  }
}
