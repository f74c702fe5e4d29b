import type { AlertStore } from './alerts/alert-store.ts';
import { SqlAlertStore } from './alerts/sql-alert-store.ts';
import type { AssessmentStore } from './assessments/assessment-store.ts';
import { SqlAssessmentStore } from './assessments/sql-assessment-store.ts';
import type { AuditStore } from './audit/audit-store.ts';
import { SqlAuditStore } from './audit/sql-audit-store.ts';
import type { ApiKeyStore } from './auth/api-key-store.ts';
import type { MembershipStore } from './auth/membership-store.ts';
import type { SessionStore } from './auth/session-store.ts';
import { SqlApiKeyStore } from './auth/sql-api-key-store.ts';
import { SqlMembershipStore } from './auth/sql-membership-store.ts';
import { SqlSessionStore } from './auth/sql-session-store.ts';
import { SqlUserStore } from './auth/sql-user-store.ts';
import type { UserStore } from './auth/user-store.ts';
import type { DatasetStore } from './datasets/dataset-store.ts';
import type { DatasetVersionStore } from './datasets/dataset-version-store.ts';
import { SqlDatasetStore } from './datasets/sql-dataset-store.ts';
import { SqlDatasetVersionStore } from './datasets/sql-dataset-version-store.ts';
import type { DriftMonitorStore } from './drift/drift-monitor-store.ts';
import { SqlDriftMonitorStore } from './drift/sql-drift-monitor-store.ts';
import type { EvaluationStore } from './evaluations/evaluation-store.ts';
import { SqlEvaluationStore } from './evaluations/sql-evaluation-store.ts';
import type { ExperimentStore } from './experiments/experiment-store.ts';
import { DefaultExperiments } from './experiments/insert-experiment.ts';
import { SqlExperimentStore } from './experiments/sql-experiment-store.ts';
import type { LeaseStore } from './leases/lease-store.ts';
import { SqlLeaseStore } from './leases/sql-lease-store.ts';
import type { LoggedModelStore } from './logged-models/logged-model-store.ts';
import { SqlLoggedModelStore } from './logged-models/sql-logged-model-store.ts';
import { MetricAppender } from './metrics/append-metrics.ts';
import { MetricFold } from './metrics/fold-metrics.ts';
import type { MetricStore } from './metrics/metric-store.ts';
import { SqlMetricStore } from './metrics/sql-metric-store.ts';
import { newHexId } from './new-hex-id.ts';
import type { OnlineScorerStore } from './online/online-scorer-store.ts';
import type { OnlineWorkStore } from './online/online-work-store.ts';
import { SqlOnlineScorerStore } from './online/sql-online-scorer-store.ts';
import { SqlOnlineWorkStore } from './online/sql-online-work-store.ts';
import type { PermissionStore } from './permissions/permission-store.ts';
import { SqlPermissionStore } from './permissions/sql-permission-store.ts';
import type { ErasureStore } from './privacy/erasure-store.ts';
import type { ExperimentRetentionStore } from './privacy/experiment-retention-store.ts';
import type { RedactionRuleStore } from './privacy/redaction-rule-store.ts';
import { SqlErasureStore } from './privacy/sql-erasure-store.ts';
import { SqlExperimentRetentionStore } from './privacy/sql-experiment-retention-store.ts';
import { SqlRedactionRuleStore } from './privacy/sql-redaction-rule-store.ts';
import { SubjectRuns } from './privacy/subject-runs.ts';
import { TraceContents } from './privacy/trace-contents.ts';
import type { ModelHistoryStore } from './registry/model-history-store.ts';
import type { ModelVersionStore } from './registry/model-version-store.ts';
import type { RegisteredModelStore } from './registry/registered-model-store.ts';
import { SqlModelHistoryStore } from './registry/sql-model-history-store.ts';
import { SqlModelVersionStore } from './registry/sql-model-version-store.ts';
import { SqlRegisteredModelStore } from './registry/sql-registered-model-store.ts';
import { repeatableWrites } from './request-answers/repeatable-writes.ts';
import type { RequestAnswerStore } from './request-answers/request-answer-store.ts';
import { SqlRequestAnswerStore } from './request-answers/sql-request-answer-store.ts';
import type { RunRetentionStore } from './run-retention/run-retention-store.ts';
import { SqlRunRetentionStore } from './run-retention/sql-run-retention-store.ts';
import type { RunTotalStore } from './run-totals/run-total-store.ts';
import { SqlRunTotalStore } from './run-totals/sql-run-total-store.ts';
import type { RunStore } from './runs/run-store.ts';
import { SqlRunStore } from './runs/sql-run-store.ts';
import type { SharedCountStore } from './shared-counts/shared-count-store.ts';
import { SqlSharedCountStore } from './shared-counts/sql-shared-count-store.ts';
import { SqlTraceInfoStore } from './trace-infos/sql-trace-info-store.ts';
import type { TraceInfoStore } from './trace-infos/trace-info-store.ts';
import { SqlTraceNoteStore } from './trace-notes/sql-trace-note-store.ts';
import type { TraceNoteStore } from './trace-notes/trace-note-store.ts';
import type { TrackingDatabase } from './tracking-database.ts';
import { SqlWorkspaceStore } from './workspaces/sql-workspace-store.ts';
import type { WorkspaceStore } from './workspaces/workspace-store.ts';

/**
 * Everything that people name, add and change, in contrast to the spans, which stand as they were sent. One small store
 * for each subject, all over one database; every adapter passes the contract of each.
 */
export interface TrackingStores {
  readonly experiments: ExperimentStore;
  readonly runs: RunStore;
  readonly metrics: MetricStore;
  readonly runRetention: RunRetentionStore;
  readonly runTotals: RunTotalStore;
  readonly registeredModels: RegisteredModelStore;
  readonly modelVersions: ModelVersionStore;
  readonly modelHistory: ModelHistoryStore;
  readonly loggedModels: LoggedModelStore;
  readonly datasets: DatasetStore;
  readonly datasetVersions: DatasetVersionStore;
  readonly evaluations: EvaluationStore;
  readonly notes: TraceNoteStore;
  readonly traceInfos: TraceInfoStore;
  readonly assessments: AssessmentStore;
  readonly leases: LeaseStore;
  readonly sharedCounts: SharedCountStore;
  readonly requestAnswers: RequestAnswerStore;
  readonly alerts: AlertStore;
  readonly driftMonitors: DriftMonitorStore;
  readonly onlineScorers: OnlineScorerStore;
  readonly onlineWork: OnlineWorkStore;
  readonly workspaces: WorkspaceStore;
  readonly audit: AuditStore;
  readonly redactionRules: RedactionRuleStore;
  readonly experimentRetention: ExperimentRetentionStore;
  readonly erasures: ErasureStore;
  readonly traceContents: TraceContents;
  readonly subjectRuns: SubjectRuns;
  readonly users: UserStore;
  readonly memberships: MembershipStore;
  readonly apiKeys: ApiKeyStore;
  readonly sessions: SessionStore;
  readonly permissions: PermissionStore;
  close(): Promise<void>;
}

/** The stores over a database whose tables are up to date. */
export function sqlTrackingStores(plain: TrackingDatabase): TrackingStores {
  // What these write is written by whoever comes next, whichever request that is.
  const defaults = new DefaultExperiments(plain);
  const fold = new MetricFold(plain);
  const database = repeatableWrites(plain);
  return {
    experiments: new SqlExperimentStore(database, defaults),
    runs: new SqlRunStore(database, defaults, { fold, appender: new MetricAppender(database, fold) }),
    metrics: new SqlMetricStore(database, fold),
    runRetention: new SqlRunRetentionStore(database),
    runTotals: new SqlRunTotalStore(database),
    registeredModels: new SqlRegisteredModelStore(database),
    modelVersions: new SqlModelVersionStore(database),
    modelHistory: new SqlModelHistoryStore(database),
    loggedModels: new SqlLoggedModelStore(database, newHexId),
    datasets: new SqlDatasetStore(database, newHexId),
    datasetVersions: new SqlDatasetVersionStore(database),
    evaluations: new SqlEvaluationStore(database),
    notes: new SqlTraceNoteStore(database),
    traceInfos: new SqlTraceInfoStore(database),
    assessments: new SqlAssessmentStore(database),
    leases: new SqlLeaseStore(database),
    sharedCounts: new SqlSharedCountStore(database),
    requestAnswers: new SqlRequestAnswerStore(plain),
    alerts: new SqlAlertStore(database),
    driftMonitors: new SqlDriftMonitorStore(database),
    onlineScorers: new SqlOnlineScorerStore(database),
    onlineWork: new SqlOnlineWorkStore(database),
    workspaces: new SqlWorkspaceStore(database),
    audit: new SqlAuditStore(database),
    redactionRules: new SqlRedactionRuleStore(database),
    experimentRetention: new SqlExperimentRetentionStore(database),
    erasures: new SqlErasureStore(database),
    traceContents: new TraceContents(database),
    subjectRuns: new SubjectRuns(database),
    users: new SqlUserStore(database),
    memberships: new SqlMembershipStore(database),
    apiKeys: new SqlApiKeyStore(database),
    sessions: new SqlSessionStore(database),
    permissions: new SqlPermissionStore(database),
    close: () => database.close(),
  };
}
