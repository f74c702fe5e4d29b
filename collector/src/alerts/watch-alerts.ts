import { pause } from '../pause.ts';
import type { AlertStore } from '../storage/tracking/alerts/alert-store.ts';
import { type LookDeps, lookAtRule } from './look-at-rule.ts';
import { sendWebhook, type WebhookDeps } from './send-webhook.ts';

const POLL_MS = 1_000;
const RULES_AT_ONCE = 100;
const EVENTS_AT_ONCE = 20;
/** Far longer than a webhook may take. */
const CLAIM_MS = 60_000;

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
 * has found is written down with what is to be told, so that a restart neither loses nor repeats it.
 */
export async function watchAlerts(deps: AlertDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await watchOnce(deps, signal).catch(deps.report);
    await pause(POLL_MS, signal);
  }
}

/** One round: everything that is due. */
export async function watchOnce(deps: AlertDeps, signal: AbortSignal): Promise<void> {
  const { alerts, nowMs } = deps;
  for (const rule of await alerts.due(nowMs(), RULES_AT_ONCE)) {
    if (signal.aborted) return;
    await lookAtRule(rule, nowMs(), deps);
  }
  const events = await alerts.untold(nowMs(), EVENTS_AT_ONCE);
  // A webhook that takes its time holds up no other.
  await Promise.all(
    events.map(async (event) => {
      if (!(await alerts.claimDelivery(event.workspaceId, event.id, nowMs(), nowMs() + CLAIM_MS))) return;
      const rule = await alerts.get(event.workspaceId, event.ruleId);
      const delivery = await sendWebhook(event, rule, nowMs(), deps.webhooks);
      await alerts.noteDelivery(event.workspaceId, event.id, delivery);
    }),
  );
}
