import { StoreError } from '../storage/store-error.ts';
import { requireSameSpans } from './compare-spans.ts';
import { copyFailure } from './copy-failure.ts';
import { lookAtTraces } from './look-at-traces.ts';
import type { MigrationEvent } from './migration-event.ts';
import { type MigratedStores, type MigrationPlan, openMigration } from './open-migration.ts';
import { syncFiles } from './sync-files.ts';
import { syncTracking } from './sync-tracking.ts';
import { workspaceIds } from './workspace-ids.ts';

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
    for (const workspaceId of workspaces) {
      differences += await lookAtTraces(workspaceId, stores.spans, stores.state, onEvent);
    }
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
