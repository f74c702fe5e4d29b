import type { AlertStore, StoredAlertEvent } from '../storage/tracking/alerts/alert-store.ts';
import { sendWebhook, type WebhookDeps } from './send-webhook.ts';

/** Far longer than a webhook may take. */
const CLAIM_MS = 60_000;
/** To one host; further events wait until it has answered. */
const AT_ONCE = 4;
/** How long they wait before they are looked at again, so that those for other hosts come to their turn. */
const BUSY_MS = 5_000;

export interface DeliveryDeps {
  readonly alerts: Pick<AlertStore, 'get' | 'claimDelivery' | 'noteDelivery'>;
  readonly webhooks: WebhookDeps;
  readonly nowMs: () => number;
  /** Told of what is a fault of ours. */
  readonly report: (error: unknown) => void;
}

/** Tells webhooks of events, beside whoever finds them: one that hangs holds up none but its own host's. */
export class Deliveries {
  readonly #deps: DeliveryDeps;
  readonly #onTold: () => void;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #atHosts = new Map<string, number>();

  /** @param onTold called whenever one was told: the next of the same rule may be due */
  constructor(deps: DeliveryDeps, onTold: () => void = () => {}) {
    this.#deps = deps;
    this.#onTold = onTold;
  }

  /** Begins to tell it, unless that is under way. */
  start(event: StoredAlertEvent): void {
    const key = JSON.stringify([event.workspaceId, event.id]);
    if (this.#underWay.has(key)) return;
    const told = this.#tell(event)
      .catch(this.#deps.report)
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, told);
  }

  /** Resolves once nothing is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  async #tell(event: StoredAlertEvent): Promise<void> {
    const { alerts, webhooks, nowMs } = this.#deps;
    const { workspaceId, id } = event;
    const rule = await alerts.get(workspaceId, event.ruleId);
    const host = hostOf(rule.webhook?.url);
    const others = this.#atHosts.get(host) ?? 0;
    const isBusy = others >= AT_ONCE;
    // Taken before anything is waited for: those that are looked at together are counted, too.
    this.#atHosts.set(host, others + 1);
    try {
      if (!(await alerts.claimDelivery(workspaceId, id, nowMs(), nowMs() + (isBusy ? BUSY_MS : CLAIM_MS)))) return;
      if (isBusy) return;
      await alerts.noteDelivery(workspaceId, id, await sendWebhook(event, rule, nowMs(), webhooks));
      this.#onTold();
    } finally {
      const left = this.#atHosts.get(host)! - 1;
      if (left === 0) this.#atHosts.delete(host);
      else this.#atHosts.set(host, left);
    }
  }
}

function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : '';
}
