import { DEFAULT_WORKSPACE_ID } from '../authorize.ts';
import type { Config } from '../config.ts';
import type { Lease } from '../leases/lease.ts';
import { applyEveryHour } from '../retention/apply-every-hour.ts';
import { applyRetention } from '../retention/apply-retention.ts';
import { applyRunRetention } from '../retention/apply-run-retention.ts';
import { removeLostPayloads } from '../retention/remove-lost-payloads.ts';
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
  const { spans, tracking, payloads, uploads, blobs } = storage;
  const traceRules = {
    workspaceId: DEFAULT_WORKSPACE_ID,
    maxAgeMs: config.maxAgeMs,
    maxBytes: config.maxStoreBytes,
  };
  const works = [
    () => applyRetention(traceRules, { spans, notes: tracking.notes, nowNs }),
    () => removeLostPayloads(DEFAULT_WORKSPACE_ID, { spans, notes: tracking.notes, payloads, nowMs: Date.now }),
    () => uploads.removeUnfinished(DEFAULT_WORKSPACE_ID, Date.now() - LOST_UPLOAD_MS),
    () => applyRunRetention(DEFAULT_WORKSPACE_ID, config.runRules, { stores: tracking, blobs, nowMs: Date.now }),
  ];
  const report = (error: unknown) => log(`What is old could not be taken out: ${String(error)}`);
  const apply = ({ signal }: Lease) => applyEveryHour(works, report, signal);
  return storage.leases.stand('retention', apply, { ttlMs: RETENTION_TTL_MS });
}
