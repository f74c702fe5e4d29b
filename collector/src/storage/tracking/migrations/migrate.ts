import { type Kysely, type Migration, Migrator } from 'kysely';
import { ApiError } from '../../../errors.ts';
import { StoreError } from '../../store-error.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import * as experimentsAndNotes from './0001-experiments-and-notes.ts';
import * as feedbackEdits from './0002-feedback-edits.ts';
import * as experimentTags from './0003-experiment-tags.ts';
import * as runs from './0004-runs.ts';
import * as metrics from './0005-metrics.ts';
import * as registry from './0006-registry.ts';
import * as loggedModels from './0007-logged-models.ts';
import * as datasets from './0008-datasets.ts';
import * as traceInfos from './0009-trace-infos.ts';
import * as assessments from './0010-assessments.ts';
import * as runDeletions from './0012-run-deletions.ts';
import * as modelHistory from './0020-model-history.ts';
import * as runTotals from './0021-run-totals.ts';
import * as datasetVersions from './0022-dataset-versions.ts';
import * as evaluations from './0025-evaluations.ts';
import * as runTotalsOfLinks from './0030-run-totals-of-links.ts';
import * as users from './0031-users.ts';
import * as memberships from './0032-memberships.ts';
import * as apiKeys from './0033-api-keys.ts';
import * as sessions from './0034-sessions.ts';
import * as permissions from './0035-permissions.ts';
import * as workspaces from './0037-workspaces.ts';
import * as audit from './0038-audit.ts';
import * as privacy from './0039-privacy.ts';
import * as erasures from './0040-erasures.ts';
import * as leases from './0041-leases.ts';
import * as onlineScorers from './0043-online-scorers.ts';
import * as alerts from './0044-alerts.ts';
import * as driftMonitors from './0045-drift-monitors.ts';
import * as onlineResultsByTrace from './0046-online-results-by-trace.ts';
import * as auditCounts from './0047-audit-counts.ts';
import * as watchIndexes from './0048-watch-indexes.ts';
import * as retentionVersions from './0050-retention-versions.ts';
import * as erasureLeftovers from './0051-erasure-leftovers.ts';
import * as sharedCounts from './0052-shared-counts.ts';
import * as requestAnswers from './0053-request-answers.ts';
import * as requestDigests from './0054-request-digests.ts';
import * as requestWrites from './0060-request-writes.ts';

/** In the order of their names. Once released, a migration is never changed; there is no way back down. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-experiments-and-notes': experimentsAndNotes,
  '0002-feedback-edits': feedbackEdits,
  '0003-experiment-tags': experimentTags,
  '0004-runs': runs,
  '0005-metrics': metrics,
  '0006-registry': registry,
  '0007-logged-models': loggedModels,
  '0008-datasets': datasets,
  '0009-trace-infos': traceInfos,
  '0010-assessments': assessments,
  '0012-run-deletions': runDeletions,
  '0020-model-history': modelHistory,
  '0021-run-totals': runTotals,
  '0022-dataset-versions': datasetVersions,
  '0025-evaluations': evaluations,
  '0030-run-totals-of-links': runTotalsOfLinks,
  '0031-users': users,
  '0032-memberships': memberships,
  '0033-api-keys': apiKeys,
  '0034-sessions': sessions,
  '0035-permissions': permissions,
  '0037-workspaces': workspaces,
  '0038-audit': audit,
  '0039-privacy': privacy,
  '0040-erasures': erasures,
  '0041-leases': leases,
  '0043-online-scorers': onlineScorers,
  '0044-alerts': alerts,
  '0045-drift-monitors': driftMonitors,
  '0046-online-results-by-trace': onlineResultsByTrace,
  '0047-audit-counts': auditCounts,
  '0048-watch-indexes': watchIndexes,
  '0050-retention-versions': retentionVersions,
  '0051-erasure-leftovers': erasureLeftovers,
  '0052-shared-counts': sharedCounts,
  '0053-request-answers': requestAnswers,
  '0054-request-digests': requestDigests,
  '0060-request-writes': requestWrites,
};

/**
 * Brings a tracking database up to date.
 *
 * @param place how the database is named in messages
 * @throws StoreError `STORE_TOO_NEW` if a newer version of the collector has migrated it further.
 */
export async function migrate(db: Kysely<TrackingTables>, place: string): Promise<void> {
  if (await isUpToDate(db)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  await refuseNewer(db, place);
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** To look at all tables, as is done before migrating, takes twenty times as long: most databases are opened again as they are. */
async function isUpToDate(db: Kysely<TrackingTables>): Promise<boolean> {
  const done = await doneMigrations(db).catch((error: unknown) => {
    if (error instanceof ApiError) throw error;
    // There is no such table: what there is else shows in what follows.
    return [];
  });
  return done.length === Object.keys(MIGRATIONS).length && done.every(({ name }) => name in MIGRATIONS);
}

function doneMigrations(db: Kysely<TrackingTables>): Promise<readonly { readonly name: string }[]> {
  return db
    .withTables<{ kysely_migration: { readonly name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
}

async function refuseNewer(db: Kysely<TrackingTables>, place: string): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) {
    if (tables.length === 0) return;
    throw new StoreError('STORE_UNREADABLE', `${place} is a database of something else`);
  }
  const unknown = (await doneMigrations(db)).find(({ name }) => !(name in MIGRATIONS));
  if (unknown === undefined) return;
  throw new StoreError(
    'STORE_TOO_NEW',
    `${place} was written by a newer version (${unknown.name}): use that collector`,
  );
}
