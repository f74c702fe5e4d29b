import { join } from 'node:path';
import type { Lease } from '../leases/lease.ts';
import { Eraser } from '../privacy/eraser.ts';
import { scrubSqliteFiles } from '../privacy/scrub-sqlite-files.ts';
import { textFileOf } from '../storage/spans/sqlite/text/text-database.ts';
import type { Storage } from './open-storage.ts';

/** How long after the death of the collector that erases another one goes on, ms. */
const ERASER_TTL_MS = 60_000;

export interface StartedEraser {
  /** Looks at once for what there is to do, where it is this collector that does so. */
  readonly wake: () => void;
  /** What is under way is finished to the next batch. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts what deletes on behalf of somebody's privacy, in one of all collectors on these stores.
 *
 * @param dataDir of the stores that are files
 */
export function startEraser(storage: Storage, dataDir: string, log: (text: string) => void): StartedEraser {
  const { spans, payloads, blobs, tracking } = storage;
  const { notes, erasures, audit, traceInfos, traceContents: contents, redactionRules: rules } = tracking;
  const { subjectRuns: runs } = tracking;
  const file = join(dataDir, 'spans.db');
  const files = { spans: file, texts: textFileOf(file), tracking: join(dataDir, 'tracking.db') };
  const scrub = () => scrubSqliteFiles(files);
  const stores = { spans, notes, payloads, contents, erasures, audit, traceInfos, rules, runs, blobs };
  const deps = { ...stores, scrub, nowMs: Date.now };
  const eraser = new Eraser(deps, (error) =>
    log(`What is to be erased could not be; it is tried again: ${String(error)}`),
  );
  const work = ({ signal }: Lease) => eraser.run(signal);
  return { wake: () => eraser.wake(), stop: storage.leases.stand('erasures', work, { ttlMs: ERASER_TTL_MS }) };
}
