import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { PriceOverride } from '@tracewright/pricing';
import { AuditLog } from '../audit/audit-log.ts';
import type { Closers } from '../closers.ts';
import type { Config } from '../config.ts';
import type { Ingest, ResolveExperiment } from '../ingest/ingest.ts';
import { Leases } from '../leases/leases.ts';
import { type HideContent, hidingContents } from '../redact/hiding-contents.ts';
import { RulesInForce } from '../redact/rules-in-force.ts';
import { withTraceFiles } from '../retention/with-trace-files.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import { MultipartUploads } from '../storage/blobs/multipart-uploads.ts';
import { openBlobStore } from '../storage/blobs/open-blob-store.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { openStores } from '../storage/tracking/open-stores.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import { type OpenedSpans, openSpans } from './open-spans.ts';

/** Everything that keeps something. */
export interface Storage extends Omit<OpenedSpans, 'ingest'> {
  readonly ingest: Ingest;
  readonly tracking: TrackingStores;
  readonly blobs: BlobStore;
  readonly payloads: TracePayloads;
  readonly uploads: MultipartUploads;
  readonly audit: AuditLog;
  readonly workspaces: WorkspaceDirectory;
  readonly redaction: RulesInForce;
  /** What several collectors on the same stores do once. Whoever stands for one ends it before the stores close. */
  readonly leases: Leases;
  readonly resolveExperiment: ResolveExperiment;
}

export interface StorageSettings {
  readonly config: Config;
  /** Absolute. */
  readonly dataDir: string;
  readonly prices: readonly PriceOverride[];
  readonly log: (text: string) => void;
  /** Told if spans can not be stored any more. */
  readonly onFatal: (error: Error) => void;
}

/** Opens the stores where the settings say; what is open is told to `opened`. @throws StoreError as each of them. */
export async function openStorage(settings: StorageSettings, opened: Closers): Promise<Storage> {
  const { config, dataDir, prices, log, onFatal } = settings;
  const resolveExperiment: ResolveExperiment = (name, workspaceId) => tracking.experiments.resolve(workspaceId, name);
  const redaction = new RulesInForce();
  // Before the other stores, since it takes the one place for writing: nothing is touched where another has it.
  const file = join(dataDir, 'spans.db');
  const finishSpans = await openSpans(
    { file, spansUrl: config.spansUrl, prices, resolveExperiment, redaction, log, onFatal },
    opened,
  );
  const blobs = await openBlobStore({ ...config, dataDir });
  const hide: HideContent = (workspaceId, content) => spans.ingest.redactContent(workspaceId, content);
  const payloads = new TracePayloads(blobs, hidingContents(redaction, hide));
  const tracking = withTraceFiles(await openStores({ dataDir, trackingUrl: config.trackingUrl }), { blobs, payloads });
  opened.add(() => tracking.close());
  const leases = new Leases(tracking.leases, (error) => log(`A lease: ${String(error)}`));
  opened.add(() => leases.close());
  const audit = new AuditLog(tracking.audit, {
    nowMs: Date.now,
    report: (error) => log(`Who did what could not be noted; it is tried again: ${String(error)}`),
  });
  opened.add(() => audit.close());
  const workspaces = new WorkspaceDirectory(tracking.workspaces, Date.now);
  await redaction.start({
    store: tracking.redactionRules,
    report: (error) => log(`Rules of redaction could not be read anew: ${String(error)}`),
  });
  opened.add(() => redaction.stop());
  await blobs.removeUnfinished().catch((error) => log(`What broke off could not be removed: ${String(error)}`));
  const uploads = new MultipartUploads(blobs, randomUUID);
  const opening = { tracking, blobs, payloads, uploads, leases, audit, workspaces, redaction, resolveExperiment };
  const spans = await finishSpans();
  return { ...spans, ...opening };
}
