import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { AccessCache } from '../access/access-cache.ts';
import { withAccess } from '../access/access-context.ts';
import type { AppEnv } from '../app-env.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { BorderRules } from '../border/border.ts';
import { unaskedAlerts, unaskedMonitors, unaskedOnline } from '../online/unasked-online.test.support.ts';
import { RulesInForce } from '../redact/rules-in-force.ts';
import { teamDeps } from '../start/team-deps.ts';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { MultipartUploads } from '../storage/blobs/multipart-uploads.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { testApp } from '../testing/test-app.ts';
import { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Auth, AuthSettings } from './auth.ts';
import { NOW_MS, testAuth } from './test-auth.test.support.ts';

export interface WholeApp {
  readonly app: Hono<AppEnv>;
  readonly stores: TrackingStores;
  readonly auth: Auth;
  readonly clock: { nowMs: number };
}

/** An app with every route that there is, over stores in memory and an empty folder. */
export async function wholeApp(
  given: {
    readonly border?: Partial<BorderRules>;
    readonly settings?: Partial<AuthSettings>;
    readonly report?: (error: unknown) => void;
  } = {},
): Promise<WholeApp> {
  const time = { nowMs: NOW_MS };
  const stores = await openTrackingStores({ file: ':memory:', nowMs: () => time.nowMs });
  const auth = testAuth(stores, time, given.settings, given.report);
  onTestFinished(() => stores.close());
  const viewerDir = emptyFolder();
  writeFileSync(join(viewerDir, 'index.html'), '<!doctype html>');
  const blobs = new DiskBlobStore(join(viewerDir, 'blobs'));
  const uploads = new MultipartUploads(blobs, () => 'upload-1');
  const spans = new MemorySpanStore();
  const clock = { nowMs: () => time.nowMs, report: () => {} };
  const audit = new AuditLog(stores.audit, clock);
  onTestFinished(() => audit.close());
  const workspaces = new WorkspaceDirectory(stores.workspaces, clock.nowMs);
  const team = teamDeps(
    { tracking: stores, spans, audit, workspaces, redaction: new RulesInForce() },
    { areReadsNoted: false, nowMs: clock.nowMs, wake: () => {} },
  );
  const access = new AccessCache({ permissions: stores.permissions, defaultPermission: undefined });
  const app = testApp({
    border: {
      authorize: auth.authorize,
      arePagesPublic: async () => (await auth.mode()) === 'users',
      meter: auth.meter,
      audit: team.note,
      enter: async (principal, answer) => withAccess(await access.of(principal), answer),
      ...given.border,
    },
    api: {
      auth,
      spans,
      audit: team.audit,
      workspaces: team.workspaces,
      permissions: { permissions: access.permissions, access, stores },
      privacy: team.privacy,
      redaction: team.redaction,
      online: unaskedOnline(stores, spans, clock.nowMs),
      monitors: unaskedMonitors(stores, spans, clock.nowMs),
      alerts: unaskedAlerts(stores, spans, clock.nowMs),
      notes: stores.notes,
      modelHistory: stores.modelHistory,
      evaluations: stores,
      runs: { runs: stores.runs, blobs },
      datasets: { ...stores, versions: stores.datasetVersions },
      payloads: new TracePayloads(blobs),
    },
    mlflow: {
      ...{ stores, blobs, uploads, workspaces: team.workspaces },
      users: { auth, permissions: stores.permissions, access },
      clock: { nowMs: clock.nowMs, wait: async () => {} },
    },
    viewerDir,
  });
  return { app, stores, auth, clock: time };
}
