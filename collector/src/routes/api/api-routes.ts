import type { SpanDetail } from '@tracewright/schema';
import { Hono } from 'hono';
import type { Payloads } from '../../access/seen-payloads.ts';
import type { AppEnv } from '../../app-env.ts';
import type { Auth } from '../../auth/auth.ts';
import type { EvaluationDeps } from '../../evaluations/read-evaluations.ts';
import type { ChangeFeed } from '../../live/change-feed.ts';
import type { SpanStore, StoredSpan } from '../../storage/spans/span-store.ts';
import type { ModelHistoryStore } from '../../storage/tracking/registry/model-history-store.ts';
import type { RunStore } from '../../storage/tracking/runs/run-store.ts';
import { type AlertRouteDeps, alertRoutes } from './alerts.ts';
import { type AuditDeps, auditRoutes } from './audit.ts';
import { authRoutes } from './auth.ts';
import { oidcRoutes } from './auth-oidc.ts';
import { blobRoutes } from './blobs.ts';
import { compressJson } from './compress-json.ts';
import { dataQualityRoutes } from './data-quality.ts';
import { datasetRoutes } from './datasets.ts';
import { deleteTracesRoutes } from './delete-traces.ts';
import { evaluationRoutes } from './evaluations.ts';
import { type ExperimentNames, exportRoutes } from './export.ts';
import { type FeedbackClock, feedbackRoutes } from './feedback.ts';
import { feedbackListRoutes } from './feedback-list.ts';
import { filterRoutes } from './filter.ts';
import { keyRoutes } from './keys.ts';
import { liveRoutes } from './live.ts';
import type { DatasetDeps } from './make-datasets.ts';
import { memberRoutes } from './members.ts';
import { modelHistoryRoutes } from './model-history.ts';
import { type MonitorRouteDeps, monitorRoutes } from './monitors.ts';
import { type OnlineRouteDeps, onlineRoutes } from './online.ts';
import { type PermissionDeps, permissionRoutes } from './permissions.ts';
import { type PrivacyDeps, privacyRoutes } from './privacy.ts';
import { questionRoutes } from './questions.ts';
import { type RedactionDeps, redactionRoutes } from './redaction.ts';
import { runCountRoutes } from './run-count.ts';
import { type RunTableDeps, runTableRoutes } from './run-tables.ts';
import { type CollectorSetup, settingsRoutes } from './settings.ts';
import { spanListRoutes } from './span-list.ts';
import { spanRoutes } from './spans.ts';
import { tagRoutes } from './tags.ts';
import type { TraceNotes } from './trace-notes.ts';
import { traceRoutes } from './traces.ts';
import { turnRoutes } from './turns.ts';
import { userRoutes } from './users.ts';
import { type WorkspaceDeps, workspaceRoutes } from './workspaces.ts';

/** What `/api/v1` is answered from. */
export interface ApiDeps {
  /** Undefined: there are no users, and nobody can sign in. */
  readonly auth?: Auth;
  readonly spans: SpanStore;
  readonly notes: TraceNotes;
  /** Undefined: histories of models are not there. */
  readonly modelHistory?: ModelHistoryStore;
  /** Undefined: evaluations are not there. */
  readonly evaluations?: Pick<EvaluationDeps, 'evaluations' | 'runs'>;
  /** Undefined: datasets are not there. */
  readonly datasets?: Pick<DatasetDeps, 'datasets' | 'versions' | 'experiments' | 'assessments'>;
  /** Undefined: an export does not say of which experiment its traces are. */
  readonly experiments?: ExperimentNames;
  /** Undefined: runs are not there. */
  readonly runs?: RunTableDeps & { readonly runs: Pick<RunStore, 'count'> };
  /** Undefined: contents that do not stand in spans are not kept. */
  readonly payloads?: Payloads;
  /** Undefined: who did what is not to be asked. */
  readonly audit?: AuditDeps;
  /** Undefined: there is one workspace alone. */
  readonly workspaces?: WorkspaceDeps;
  /** Undefined: roles alone say who may do what. */
  readonly permissions?: Omit<PermissionDeps, 'accounts'>;
  /** Undefined: nothing is erased. */
  readonly privacy?: PrivacyDeps;
  /** Undefined: nothing is hidden. */
  readonly redaction?: Omit<RedactionDeps, 'spans' | 'asking'>;
  /** Undefined: no scorers run on what comes in. */
  readonly online?: OnlineRouteDeps;
  /** Undefined: nobody watches for drift. */
  readonly monitors?: MonitorRouteDeps;
  /** Undefined: there are no alerts. */
  readonly alerts?: AlertRouteDeps;
  /** Unpacks a stored span. */
  readonly spanDetail: (span: StoredSpan) => SpanDetail;
  readonly clock: FeedbackClock;
  readonly feed: ChangeFeed;
  readonly setup: CollectorSetup;
}

/** `/api/v1`: our own JSON API. The shapes of its answers are named in `@tracewright/schema`. */
export function apiRoutes({
  auth,
  spans,
  notes,
  modelHistory,
  evaluations,
  datasets,
  experiments,
  runs,
  payloads,
  audit,
  workspaces,
  permissions,
  privacy,
  redaction,
  online,
  monitors,
  alerts,
  spanDetail,
  clock,
  feed,
  setup,
}: ApiDeps): Hono<AppEnv> {
  const api = new Hono<AppEnv>();
  api.use(compressJson());
  api.use(async (c, next) => {
    await next();
    // Prompts and answers have no business in a cache on disk.
    c.header('Cache-Control', 'no-store');
  });
  if (auth !== undefined) {
    api.route('/auth', authRoutes(auth));
    api.route('/auth/oidc', oidcRoutes(auth));
    api.route('/users', userRoutes(auth));
    api.route('/members', memberRoutes(auth.accounts));
    api.route('/keys', keyRoutes(auth));
    if (permissions !== undefined) {
      api.route('/permissions', permissionRoutes({ ...permissions, accounts: auth.accounts }));
    }
  }
  api.route('/', liveRoutes(spans, { notes, nowNs: clock.nowNs }, feed));
  api.route('/', exportRoutes(spans, { notes, nowNs: clock.nowNs }, experiments));
  api.route('/', filterRoutes(clock.nowNs));
  api.route('/', questionRoutes(spans, { notes, nowNs: clock.nowNs }));
  api.route('/', settingsRoutes(spans, setup, clock.nowNs));
  api.route('/', dataQualityRoutes(spans));
  api.route('/', spanListRoutes(spans, { notes, nowNs: clock.nowNs }));
  api.route('/', feedbackListRoutes(notes));
  api.route('/', turnRoutes(spans, spanDetail));
  if (payloads !== undefined) api.route('/blobs', blobRoutes(payloads));
  if (modelHistory !== undefined) api.route('/', modelHistoryRoutes(modelHistory));
  if (evaluations !== undefined) {
    api.route('/evaluations', evaluationRoutes({ ...evaluations, notes, spans, spanDetail }));
  }
  if (datasets !== undefined) {
    const asking = { notes, nowNs: clock.nowNs };
    api.route('/', datasetRoutes({ ...datasets, spans, spanDetail, asking }));
  }
  if (online !== undefined) api.route('/online', onlineRoutes(online));
  if (monitors !== undefined) api.route('/monitors', monitorRoutes(monitors));
  if (alerts !== undefined) api.route('/alerts', alertRoutes(alerts));
  if (runs !== undefined) {
    api.route('/', runCountRoutes(runs.runs));
    api.route('/', runTableRoutes(runs));
  }
  if (audit !== undefined) api.route('/audit', auditRoutes(audit));
  if (workspaces !== undefined) api.route('/workspaces', workspaceRoutes(workspaces));
  if (privacy !== undefined) api.route('/privacy', privacyRoutes(privacy));
  if (redaction !== undefined) {
    const asking = { notes, nowNs: clock.nowNs };
    api.route('/redaction', redactionRoutes({ ...redaction, spans, asking }));
  }
  api.route('/traces', deleteTracesRoutes(spans, { notes, nowNs: clock.nowNs }));
  api.route('/traces', traceRoutes(spans, { notes, nowNs: clock.nowNs }));
  api.route('/traces', spanRoutes(spans, spanDetail));
  api.route('/traces', feedbackRoutes(spans, notes, clock));
  api.route('/traces', tagRoutes(spans, notes));
  return api;
}
