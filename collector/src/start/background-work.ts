import { pruneAudit } from '../audit/prune-audit.ts';
import type { Config } from '../config.ts';
import type { Lease } from '../leases/lease.ts';
import { pruneWatched } from '../online/prune-watched.ts';
import { applyEveryHour } from '../retention/apply-every-hour.ts';
import { applyRetention } from '../retention/apply-retention.ts';
import { applyRunRetention } from '../retention/apply-run-retention.ts';
import { removeLostPayloads } from '../retention/remove-lost-payloads.ts';
import { agesOfAll } from '../retention/rules-of-all.ts';
import { nowNs } from './now-ns.ts';
import type { Storage } from './open-storage.ts';

/** Uploads in several parts may go on after a restart, but not for ever. */
const LOST_UPLOAD_MS = 86_400_000;

/** How long after the death of the collector that takes out what is old another one does so. */
const RETENTION_TTL_MS = 600_000;

/**
 * Starts what takes out what is old, from time to time, in one of all collectors on these stores.
 *
 * @returns ends it: what is under way is finished first
 */
export function startRetention(config: Config, storage: Storage, log: (text: string) => void): () => Promise<void> {
  const { spans, tracking, payloads, uploads, blobs, audit } = storage;
  const { notes } = tracking;
  const { maxAgeMs, maxStoreBytes: maxBytes, maxAuditAgeMs } = config;
  const nowMs = Date.now;
  const watched = { alerts: tracking.alerts, work: tracking.onlineWork };
  /** Of archived workspaces as well: nobody looks after those. */
  const everywhere = (work: (workspaceId: string) => Promise<unknown>) => async (): Promise<void> => {
    for (const { id } of await tracking.workspaces.list()) await work(id);
  };
  const works = [
    () => tracking.requestAnswers.removeOld(),
    async () => applyRetention({ workspaces: await agesOfAll(tracking), maxAgeMs, maxBytes }, { spans, notes, nowNs }),
    everywhere((workspaceId) => removeLostPayloads(workspaceId, { spans, notes, payloads, nowMs })),
    everywhere((workspaceId) => uploads.removeUnfinished(workspaceId, nowMs() - LOST_UPLOAD_MS)),
    everywhere((workspaceId) => applyRunRetention(workspaceId, config.runRules, { stores: tracking, blobs, nowMs })),
    everywhere((workspaceId) => pruneWatched(workspaceId, { ...watched, nowMs })),
    everywhere((workspaceId) => pruneAudit(workspaceId, maxAuditAgeMs, { audit: tracking.audit, log: audit, nowMs })),
  ];
  const report = (error: unknown) => log(`What is old could not be taken out: ${String(error)}`);
  const apply = ({ signal }: Lease) => applyEveryHour(works, report, signal);
  return storage.leases.stand('retention', apply, { ttlMs: RETENTION_TTL_MS });
}
