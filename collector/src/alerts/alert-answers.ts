import type { AlertEvent, AlertRule } from '@tracewright/schema';
import type { StoredAlert, StoredAlertEvent } from '../storage/tracking/alerts/alert-store.ts';

const ORDER: readonly AlertRule['state'][] = ['firing', 'pending', 'noData', 'ok'];

/** Rules as pages show them: firing ones first, then by name. */
export function alertAnswers(rules: readonly StoredAlert[], nowMs: number): readonly AlertRule[] {
  return rules.map((rule) => alertAnswer(rule, nowMs)).sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

export function alertAnswer(rule: StoredAlert, nowMs: number): AlertRule {
  const {
    workspaceId: _w,
    badSinceMs: _b,
    isTold: _t,
    looks: _l,
    sinceMs,
    checkedMs,
    silencedUntilMs,
    reading,
    ...rest
  } = rule;
  const { createdMs, updatedMs, ...answer } = rest;
  const isSilenced = silencedUntilMs !== null && silencedUntilMs > nowMs;
  return {
    ...answer,
    sinceNs: nsOf(sinceMs),
    checkedNs: nsOf(checkedMs),
    last: reading,
    silencedUntilNs: isSilenced ? nsOf(silencedUntilMs) : null,
    createdNs: nsOf(createdMs),
    updatedNs: nsOf(updatedMs),
  };
}

export function eventAnswer({ workspaceId: _, atMs, delivery, ...event }: StoredAlertEvent): AlertEvent {
  if (delivery === null) return { ...event, atNs: nsOf(atMs), delivery: null };
  const { nextMs, ...how } = delivery;
  return { ...event, atNs: nsOf(atMs), delivery: { ...how, nextNs: nsOf(nextMs) } };
}

function nsOf(ms: number): string;
function nsOf(ms: number | null): string | null;
function nsOf(ms: number | null): string | null {
  return ms === null ? null : `${Math.round(ms)}000000`;
}
