import type { AlertReading, NewAlertRule } from '@tracewright/schema';
import type { NewAlertEvent, StoredAlert, StoredAlertEvent } from './alert-store.ts';
import type { AlertEventRow, AlertRuleRow } from './alert-tables.ts';

/** A rule as it is stored, with how it stands. */
export function storedAlert(row: AlertRuleRow): StoredAlert {
  return {
    ...(JSON.parse(row.definition) as NewAlertRule),
    workspaceId: row.workspace_id,
    id: row.rule_id,
    state: row.state as StoredAlert['state'],
    sinceMs: row.since_ms,
    badSinceMs: row.bad_since_ms,
    isTold: row.is_told === 1,
    reading: row.reading === null ? null : (JSON.parse(row.reading) as AlertReading),
    problem: row.problem,
    looks: row.looks,
    checkedMs: row.checked_ms,
    silencedUntilMs: row.silenced_until_ms,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
  };
}

/** The row of a new event, to be told if it says so. */
export function eventRow(workspaceId: string, ruleId: string, event: NewAlertEvent, atMs: number): AlertEventRow {
  return {
    workspace_id: workspaceId,
    event_id: event.id,
    rule_id: ruleId,
    kind: event.kind,
    at_ms: atMs,
    reading: JSON.stringify(event.reading),
    is_silenced: event.isSilenced ? 1 : 0,
    delivery: event.isToBeTold ? 'waiting' : null,
    attempts: 0,
    next_ms: event.isToBeTold ? atMs : null,
    status: null,
    error: null,
  };
}

export function storedEvent(row: AlertEventRow): StoredAlertEvent {
  return {
    workspaceId: row.workspace_id,
    id: row.event_id,
    ruleId: row.rule_id,
    kind: row.kind as StoredAlertEvent['kind'],
    atMs: row.at_ms,
    reading: JSON.parse(row.reading) as AlertReading,
    isSilenced: row.is_silenced === 1,
    delivery:
      row.delivery === null
        ? null
        : {
            state: row.delivery as NonNullable<StoredAlertEvent['delivery']>['state'],
            attempts: row.attempts,
            status: row.status,
            error: row.error,
            nextMs: row.next_ms,
          },
  };
}
