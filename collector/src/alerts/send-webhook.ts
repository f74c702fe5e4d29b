import { createHmac } from 'node:crypto';
import type { AlertMessage } from '@tracewright/schema';
import { type KeyPlace, mayCarryKey } from '../outgoing/outgoing-settings.ts';
import type { SendOutgoing } from '../outgoing/send-outgoing.ts';
import type { StoredAlert, StoredAlertEvent } from '../storage/tracking/alerts/alert-store.ts';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1_024;
const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 3_600_000;
/** Over some four hours; then whoever did not listen is told no more. */
const MAX_ATTEMPTS = 9;

/** What webhooks are told with. */
export interface WebhookDeps {
  readonly send: SendOutgoing;
  readonly keys: readonly KeyPlace[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Delivery = NonNullable<StoredAlertEvent['delivery']>;

/** Tells a webhook of an event, once. @returns how it went, and when it is tried again */
export async function sendWebhook(
  event: StoredAlertEvent,
  rule: StoredAlert,
  nowMs: number,
  deps: WebhookDeps,
): Promise<Delivery> {
  const attempts = (event.delivery?.attempts ?? 0) + 1;
  if (rule.webhook === null)
    return { state: 'failed', attempts, status: null, error: 'the rule has no webhook', nextMs: null };
  try {
    const { url } = rule.webhook;
    const body = JSON.stringify(messageOf(event, rule));
    const headers = { 'content-type': 'application/json', ...signature(rule.webhook, event.id, body, nowMs, deps) };
    const answer = await deps.send({
      url,
      method: 'POST',
      headers,
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    if (answer.status >= 200 && answer.status < 300) {
      return { state: 'delivered', attempts, status: answer.status, error: null, nextMs: null };
    }
    return notDelivered(attempts, answer.status, `the webhook answers ${answer.status}`, nowMs);
  } catch (error) {
    return notDelivered(attempts, null, error instanceof Error ? error.message : String(error), nowMs);
  }
}

function notDelivered(attempts: number, status: number | null, error: string, nowMs: number): Delivery {
  if (attempts >= MAX_ATTEMPTS) return { state: 'failed', attempts, status, error, nextMs: null };
  const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 3 ** (attempts - 1));
  return { state: 'waiting', attempts, status, error, nextMs: nowMs + waitMs };
}

/** Whoever gets an event twice knows it by its id; a signature holds for its time alone. @throws Error where the secret may not be used there */
function signature(
  { url, secretName }: NonNullable<StoredAlert['webhook']>,
  id: string,
  body: string,
  nowMs: number,
  { keys, env }: WebhookDeps,
): Readonly<Record<string, string>> {
  const headers = { 'x-tracewright-event': id, 'x-tracewright-timestamp': String(Math.floor(nowMs / 1_000)) };
  if (secretName === null) return headers;
  const { host } = new URL(url);
  if (!mayCarryKey(new URL(url), secretName, keys)) {
    throw new Error(`TRACEWRIGHT_OUTGOING_KEYS does not let ${secretName} be used for ${host}`);
  }
  const secret = env[secretName];
  if (secret === undefined || secret === '') throw new Error(`the collector has no variable ${secretName}`);
  const digest = createHmac('sha256', secret).update(`${headers['x-tracewright-timestamp']}.${body}`).digest('hex');
  return { ...headers, 'x-tracewright-signature': `sha256=${digest}` };
}

function messageOf(event: StoredAlertEvent, rule: StoredAlert): AlertMessage {
  const { id, name, metric, condition, windowMs, filter } = rule;
  return {
    event: event.kind,
    id: event.id,
    atNs: `${Math.round(event.atMs)}000000`,
    workspace: event.workspaceId,
    rule: { id, name, metric, condition, windowMs, filter },
    reading: event.reading,
  };
}
