import type { AlertStore, StoredAlertEvent } from '../storage/tracking/alerts/alert-store.ts';
import { sendWebhook, type WebhookDeps } from './send-webhook.ts';

/** Far longer than a webhook may take. */
const CLAIM_MS = 60_000;
/** To one host; further events wait until it has answered. */
const AT_ONCE = 4;
/** How long they wait before they are looked at again, so that those for other hosts come to their turn. */
const BUSY_MS = 5_000;
/** So many of one host are looked at each second, however many wait: as many again are looked at of others. */
const LOOKED_AT_PER_SECOND = 50;

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
  /** Events that wait for their host, by it. */
  readonly #putOff = new Map<string, Set<string>>();

  /** @param onTold called whenever one was told: the next of the same rule may be due */
  constructor(deps: DeliveryDeps, onTold: () => void = () => {}) {
    this.#deps = deps;
    this.#onTold = onTold;
  }

  /** Begins to tell it, unless that is under way. */
  start(event: StoredAlertEvent): void {
    const key = keyOf(event);
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

  /** How long an event waits before it is looked at again whose host is busy: the longer the more others do. */
  #waitMs(host: string, event: StoredAlertEvent): number {
    const putOff = this.#putOff.get(host) ?? new Set();
    this.#putOff.set(host, putOff.add(keyOf(event)));
    return Math.max(BUSY_MS, (putOff.size / LOOKED_AT_PER_SECOND) * 1_000);
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
      const waitMs = isBusy ? this.#waitMs(host, event) : CLAIM_MS;
      if (!(await alerts.claimDelivery(workspaceId, id, nowMs(), nowMs() + waitMs))) return;
      if (isBusy) return;
      this.#putOff.get(host)?.delete(keyOf(event));
      await alerts.noteDelivery(workspaceId, id, await sendWebhook(event, rule, nowMs(), webhooks));
      this.#onTold();
    } finally {
      const left = this.#atHosts.get(host)! - 1;
      if (left === 0) {
        this.#atHosts.delete(host);
        this.#putOff.delete(host);
      } else this.#atHosts.set(host, left);
    }
  }
}

function keyOf({ workspaceId, id }: StoredAlertEvent): string {
  return JSON.stringify([workspaceId, id]);
}

function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : '';
}
