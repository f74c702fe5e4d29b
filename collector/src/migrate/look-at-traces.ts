import { overriding } from '../overriding.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import { compareLateEvents } from './compare-late-events.ts';
import { copyLateEvents } from './copy-late-events.ts';
import { copyChanges } from './copy-traces.ts';
import type { MigrationEvent } from './migration-event.ts';
import type { MigrationState } from './migration-state.ts';
import type { Sides } from './open-migration.ts';
import { syncTraces } from './sync-traces.ts';

/** Traces that are deleted at once for their events. */
const TRACES_AT_ONCE = 500;

/**
 * Copies the traces of a workspace that have changed since the last look, and the events that came apart from their spans;
 * then compares all of them. It may be broken off at any point and begun again.
 *
 * @returns how many events and traces were not at the target as they are at the source, those copied as changes left out
 */
export async function lookAtTraces(
  workspaceId: string,
  sides: Sides<SpanStore>,
  state: MigrationState,
  onEvent: (event: MigrationEvent) => void,
): Promise<number> {
  const { source } = sides;
  // Late events go with their trace, also those whose spans may yet come: they are copied from the first one on again.
  const deleteTraces: SpanStore['deleteTraces'] = (...traces) => {
    state.setEventCursor(workspaceId, 0);
    return sides.target.deleteTraces(...traces);
  };
  const toward = { source, target: overriding(sides.target, { deleteTraces }) };
  // A store of spans that was begun anew counts from 1 again.
  const since = Math.min(state.cursor(workspaceId), await source.lastChange(workspaceId));
  await copyChanges(workspaceId, toward, since, (cursor, traces, spans) => {
    state.setCursor(workspaceId, cursor);
    onEvent({ kind: 'traces', workspaceId, traces, spans });
  });
  const events = await copyLateEvents(workspaceId, toward, state.eventCursor(workspaceId), (cursor) =>
    state.setEventCursor(workspaceId, cursor),
  );
  if (events > 0) onEvent({ kind: 'events', workspaceId, events });
  // Those that the source deleted with a trace which was never copied, or since no span came.
  const { tracesWithOthers, others, missing } = await compareLateEvents(workspaceId, toward);
  for (let from = 0; from < tracesWithOthers.length; from += TRACES_AT_ONCE) {
    await toward.target.deleteTraces(workspaceId, tracesWithOthers.slice(from, from + TRACES_AT_ONCE));
  }
  if (others > 0) onEvent({ kind: 'events gone', workspaceId, events: others });
  let differences = events + others + missing;
  await syncTraces(workspaceId, toward, (day) => {
    differences += day.written + day.deleted;
    onEvent({ kind: 'day', workspaceId, day });
  });
  return differences;
}
