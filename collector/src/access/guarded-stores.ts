import type { Ingest } from '../ingest/ingest.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { AccessCache } from './access-cache.ts';
import { forAdministrators } from './for-administrators.ts';
import { forWholeWorkspace } from './for-whole-workspace.ts';
import { PathOwners } from './path-owners.ts';
import { RunOwners } from './run-owners.ts';
import { seenBlobs, seenUploads, type Uploads } from './seen-blobs.ts';
import { seenDatasets, seenDatasetVersions } from './seen-datasets.ts';
import { seenEvaluations } from './seen-evaluations.ts';
import { seenExperiments } from './seen-experiments.ts';
import { seenIngest } from './seen-ingest.ts';
import { seenLoggedModels } from './seen-logged-models.ts';
import { type Payloads, seenPayloads } from './seen-payloads.ts';
import { seenModelHistory, seenModelVersions, seenRegisteredModels } from './seen-registry.ts';
import { seenMetrics, seenRuns } from './seen-runs.ts';
import { seenSpans } from './seen-spans.ts';
import { seenTraceInfos } from './seen-trace-infos.ts';
import { seenAssessments, seenTraceNotes } from './seen-trace-notes.ts';
import { TraceOwners } from './trace-owners.ts';

/** Everything that routes are answered from. */
export interface StoresOfRequests {
  readonly tracking: TrackingStores;
  readonly spans: SpanStore;
  readonly ingest: Ingest;
  readonly blobs: BlobStore;
  readonly payloads: Payloads;
  readonly uploads: Uploads;
}

/**
 * The stores as routes are given them: each shows and changes what the access of the request allows, so that no route can
 * forget to ask. They are answered outside of requests by nothing: the collector's own work goes to the stores behind.
 */
export function guardedStores(
  stores: Omit<StoresOfRequests, 'payloads'> & { readonly payloads: TracePayloads },
  { permissions }: Pick<AccessCache, 'permissions'>,
): StoresOfRequests {
  const { tracking, spans } = stores;
  const runs = new RunOwners(tracking.runs, tracking.loggedModels);
  const traces = new TraceOwners(spans, tracking.traceInfos);
  const paths = new PathOwners(tracking.experiments);
  return {
    spans: seenSpans(spans, traces),
    ingest: seenIngest(stores.ingest, runs, traces),
    blobs: seenBlobs(stores.blobs, paths),
    uploads: seenUploads(stores.uploads, paths),
    payloads: seenPayloads(stores.payloads, traces),
    tracking: {
      experiments: seenExperiments(tracking.experiments, permissions),
      runs: seenRuns(tracking.runs, runs),
      metrics: seenMetrics(tracking.metrics, runs),
      runRetention: forAdministrators(tracking.runRetention, 'taking out runs'),
      runTotals: forAdministrators(tracking.runTotals, 'what runs add up to'),
      registeredModels: seenRegisteredModels(tracking.registeredModels, permissions),
      modelVersions: seenModelVersions(tracking.modelVersions),
      modelHistory: seenModelHistory(tracking.modelHistory),
      loggedModels: seenLoggedModels(tracking.loggedModels, runs),
      datasets: seenDatasets(tracking.datasets),
      datasetVersions: seenDatasetVersions(tracking.datasetVersions, tracking.datasets),
      evaluations: seenEvaluations(tracking.evaluations, runs, traces),
      notes: seenTraceNotes(tracking.notes, traces),
      traceInfos: seenTraceInfos(tracking.traceInfos, traces, runs),
      assessments: seenAssessments(tracking.assessments, traces),
      leases: forAdministrators(tracking.leases, 'works of the collector'),
      sharedCounts: forAdministrators(tracking.sharedCounts, 'works of the collector'),
      requestAnswers: forAdministrators(tracking.requestAnswers, 'works of the collector'),
      experimentRetention: forAdministrators(tracking.experimentRetention, 'retention'),
      erasures: forAdministrators(tracking.erasures, 'erasing'),
      traceContents: forAdministrators(tracking.traceContents, 'erasing'),
      subjectRuns: forAdministrators(tracking.subjectRuns, 'erasing'),
      alerts: forWholeWorkspace(tracking.alerts, 'alerts', ['get', 'list', 'events']),
      driftMonitors: forWholeWorkspace(tracking.driftMonitors, 'monitors of drift', ['list', 'readings']),
      onlineScorers: forWholeWorkspace(tracking.onlineScorers, 'scorers of what comes in', [
        ...(['get', 'list', 'days', 'failures', 'waiting'] as const),
      ]),
      onlineWork: forAdministrators(tracking.onlineWork, 'works of the collector'),
      // Of the workspace or of people: the routes of these say who may call them.
      workspaces: tracking.workspaces,
      audit: tracking.audit,
      redactionRules: tracking.redactionRules,
      users: tracking.users,
      memberships: tracking.memberships,
      apiKeys: tracking.apiKeys,
      sessions: tracking.sessions,
      permissions,
      // Whoever opened the stores closes them.
      close: async () => {},
    },
  };
}
