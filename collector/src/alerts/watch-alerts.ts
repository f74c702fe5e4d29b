import { ClockSetBack } from '../clock-set-back.ts';
import { restUntil, type Sleeper } from '../sleeper.ts';
import type { AlertStore } from '../storage/tracking/alerts/alert-store.ts';
import { Deliveries } from './deliveries.ts';
import { type LookDeps, lookAtRule } from './look-at-rule.ts';
import type { WebhookDeps } from './send-webhook.ts';

const POLL_MS = 1_000;
const RULES_AT_ONCE = 100;
const EVENTS_AT_ONCE = 100;
/** No rule is looked at more rarely, and no webhook told later, ms. */
const LONGEST_MS = 32 * 86_400_000;

/** What alerts are watched with. */
export interface AlertDeps extends LookDeps {
  readonly alerts: AlertStore;
  readonly webhooks: WebhookDeps;
  readonly nowMs: () => number;
  /** Told of what is a fault of ours. */
  readonly report: (error: unknown) => void;
}

/**
 * Looks at alert rules on time and tells webhooks, until `signal` is aborted; one collector does so at a time. What a look
 * has found is written down with what is to be told, so that a restart loses nothing of it.
 *
 * @param sleeper to be woken where rules were changed
 */
export async function watchAlerts(deps: AlertDeps, sleeper: Sleeper, signal: AbortSignal): Promise<void> {
  const { alerts, nowMs } = deps;
  const deliveries = new Deliveries(deps, () => sleeper.wake());
  const clock = new ClockSetBack(nowMs);
  const bringForward = (byMs: number) => alerts.bringForward(byMs, nowMs() + LONGEST_MS);
  // It may have been set back while nobody was there.
  await bringForward(0).catch(deps.report);
  while (!signal.aborted) {
    await clock.mend(bringForward).catch(deps.report);
    await watchOnce(deps, deliveries, signal).catch(deps.report);
    const nextMs = await deps.alerts.nextMs().catch(deps.report);
    await sleeper.sleep(restUntil(nextMs ?? undefined, deps.nowMs(), POLL_MS), signal);
  }
  await deliveries.idle();
}

/** One round: everything that is due. What is told goes on beside it. */
export async function watchOnce(deps: AlertDeps, deliveries: Deliveries, signal: AbortSignal): Promise<void> {
  const { alerts, nowMs } = deps;
  for (const rule of await alerts.due(nowMs(), RULES_AT_ONCE)) {
    if (signal.aborted) return;
    await lookAtRule(rule, nowMs(), deps);
  }
  for (const event of await alerts.untold(nowMs(), EVENTS_AT_ONCE)) deliveries.start(event);
}
