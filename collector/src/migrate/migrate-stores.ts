import { StoreError } from '../storage/store-error.ts';
import { requireSameSpans, type SpanSums } from './compare-spans.ts';
import { copyFailure } from './copy-failure.ts';
import { copyLateEvents } from './copy-late-events.ts';
import { copyChanges } from './copy-traces.ts';
import { type MigratedStores, type MigrationPlan, type MigrationSides, openMigration } from './open-migration.ts';
import type { FileSync } from './sync-files.ts';
import { syncFiles } from './sync-files.ts';
import type { TableSync } from './sync-table.ts';
import { type DaySync, syncTraces } from './sync-traces.ts';
import { syncTracking } from './sync-tracking.ts';
import { workspaceIds } from './workspace-ids.ts';

/** What a migration tells on its way. */
export type MigrationEvent =
  /** How much there is in all workspaces, and how much of it the target has from an earlier time. */
  | { readonly kind: 'begin'; readonly traces: number; readonly spans: number; readonly tracesThere: number }
  | { readonly kind: 'traces'; readonly workspaceId: string; readonly traces: number; readonly spans: number }
  | { readonly kind: 'events'; readonly workspaceId: string; readonly events: number }
  | { readonly kind: 'day'; readonly workspaceId: string; readonly day: DaySync }
  /** In the last look alone: what the spans themselves add up to, which is the same on both sides. */
  | { readonly kind: 'spans'; readonly sums: SpanSums }
  | { readonly kind: 'table'; readonly table: TableSync }
  /** One file is at the target. */
  | { readonly kind: 'file'; readonly workspaceId: string; readonly bytes: number }
  | { readonly kind: 'files'; readonly files: FileSync };

export interface MigrationResult {
  /** How much the last look found to be otherwise than at the source: traces, rows and files. */
  readonly differences: number;
  /** Everything is the same, and nobody writes to the source any more: the collector may be started on the target. */
  readonly isComplete: boolean;
}

/** Looks at a source that is written to: what comes in the meantime is less each time. */
const LOOKS = 3;

/**
 * Copies stores, compares them and copies what differs, until nothing does or what differs is only what is being
 * written. Broken off at any point it goes on from there when it is called again.
 *
 * @throws StoreError if a store cannot be opened, or is in use where it may not be.
 */
export async function migrateStores(
  plan: MigrationPlan,
  onEvent: (event: MigrationEvent) => void,
): Promise<MigrationResult> {
  const opened = await openMigration(plan);
  try {
    if (plan.isFinal) await startEventsAnew(opened);
    await tellBeginning(opened, onEvent);
    let differences = 0;
    for (let look = 1; look <= LOOKS; look++) {
      await opened.requireUnused();
      differences = await lookOnce(opened, onEvent);
      if (differences === 0) break;
    }
    if (plan.isFinal && differences > 0) {
      throw new StoreError('STORE_LOCKED', 'something else writes to the stores that are copied, or to their copies');
    }
    if (plan.isFinal) await compareSpans(opened, onEvent);
    await opened.requireUnused();
    if (plan.isFinal) opened.complete();
    return { differences, isComplete: plan.isFinal };
  } catch (error) {
    throw copyFailure(error);
  } finally {
    await opened.close();
  }
}

async function compareSpans(stores: MigratedStores, onEvent: (event: MigrationEvent) => void): Promise<void> {
  if (stores.spans === undefined) return;
  for (const workspaceId of await workspaceIds(stores.sourceTracking)) {
    const sums = await requireSameSpans(workspaceId, stores.spans);
    if (sums.spans > 0) onEvent({ kind: 'spans', sums });
  }
}

async function tellBeginning({ spans }: MigratedStores, onEvent: (event: MigrationEvent) => void): Promise<void> {
  if (spans === undefined) return;
  const [{ traceCount, spanCount }, there] = await Promise.all([spans.source.stats(), spans.target.stats()]);
  onEvent({ kind: 'begin', traces: traceCount, spans: spanCount, tracesThere: there.traceCount });
}

async function lookOnce(stores: MigratedStores, onEvent: (event: MigrationEvent) => void): Promise<number> {
  let differences = 0;
  const note = ({ written, deleted }: { readonly written: number; readonly deleted: number }): void => {
    differences += written + deleted;
  };
  const workspaces = await workspaceIds(stores.sourceTracking);
  if (stores.spans !== undefined) {
    for (const workspaceId of workspaces) differences += await lookAtTraces(workspaceId, stores, stores.spans, onEvent);
  }
  if (stores.tracking !== undefined) {
    const { source, target } = stores.tracking;
    for (const table of await syncTracking(source, target, (table) => onEvent({ kind: 'table', table }), stores.gate))
      note(table);
  }
  if (stores.blobs !== undefined) {
    for (const workspaceId of workspaces.flatMap((id) => [id, `.payloads-${id}`, `.uploads-${id}`])) {
      const onFile = (bytes: number): void => onEvent({ kind: 'file', workspaceId, bytes });
      const files = await syncFiles(workspaceId, { ...stores.blobs, state: stores.state, onFile });
      if (files.files > 0) onEvent({ kind: 'files', files });
      note(files);
    }
  }
  return differences;
}

/**
 * Numbers of events tell what is new only while nothing is deleted at the source and one process alone writes there: the
 * last look takes nothing for granted.
 */
async function startEventsAnew({ spans, sourceTracking, state }: MigratedStores): Promise<void> {
  if (spans === undefined) return;
  for (const workspaceId of await workspaceIds(sourceTracking)) state.setEventCursor(workspaceId, 0);
}

async function lookAtTraces(
  workspaceId: string,
  { state }: MigratedStores,
  sides: NonNullable<MigrationSides['spans']>,
  onEvent: (event: MigrationEvent) => void,
): Promise<number> {
  const { source } = sides;
  // A store of spans that was begun anew counts from 1 again.
  const since = Math.min(state.cursor(workspaceId), await source.lastChange(workspaceId));
  await copyChanges(workspaceId, sides, since, (cursor, traces, spans) => {
    state.setCursor(workspaceId, cursor);
    onEvent({ kind: 'traces', workspaceId, traces, spans });
  });
  const events = await copyLateEvents(workspaceId, sides, state.eventCursor(workspaceId), (cursor) =>
    state.setEventCursor(workspaceId, cursor),
  );
  if (events > 0) onEvent({ kind: 'events', workspaceId, events });
  let differences = events;
  await syncTraces(workspaceId, sides, (day) => {
    differences += day.written + day.deleted;
    // The events of a trace go when it is deleted to be copied anew.
    if (day.written + day.deleted > 0) state.setEventCursor(workspaceId, 0);
    onEvent({ kind: 'day', workspaceId, day });
  });
  return differences;
}
