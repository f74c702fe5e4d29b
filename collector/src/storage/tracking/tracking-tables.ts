import type { AlertTables } from './alerts/alert-tables.ts';
import type { AuditTables } from './audit/audit-tables.ts';
import type { AuthTables } from './auth/auth-tables.ts';
import type { DatasetTables } from './datasets/dataset-tables.ts';
import type { DatasetVersionTables } from './datasets/dataset-version-tables.ts';
import type { DriftTables } from './drift/drift-tables.ts';
import type { EvaluationTables } from './evaluations/evaluation-tables.ts';
import type { ExperimentTables } from './experiments/experiment-tables.ts';
import type { LeaseTables } from './leases/lease-tables.ts';
import type { LoggedModelTables } from './logged-models/logged-model-tables.ts';
import type { MetricTables } from './metrics/metric-tables.ts';
import type { OnlineTables } from './online/online-tables.ts';
import type { PermissionTables } from './permissions/permission-tables.ts';
import type { PrivacyTables } from './privacy/privacy-tables.ts';
import type { RegistryTables } from './registry/registry-tables.ts';
import type { RequestAnswerTables } from './request-answers/request-answer-tables.ts';
import type { RunDeletionTables } from './run-retention/run-deletion-tables.ts';
import type { RunTotalTables } from './run-totals/run-total-tables.ts';
import type { RunTables } from './runs/run-tables.ts';
import type { SharedCountTables } from './shared-counts/shared-count-tables.ts';
import type { TraceInfoTables } from './trace-infos/trace-info-tables.ts';
import type { TraceNoteTables } from './trace-notes/trace-note-tables.ts';
import type { WorkspaceTables } from './workspaces/workspace-tables.ts';

/** Rows as every SQL adapter keeps them. Every key begins with the workspace. */
export interface TrackingTables
  extends RegistryTables,
    LoggedModelTables,
    AlertTables,
    AuditTables,
    AuthTables,
    DatasetTables,
    DatasetVersionTables,
    DriftTables,
    EvaluationTables,
    ExperimentTables,
    LeaseTables,
    SharedCountTables,
    RequestAnswerTables,
    OnlineTables,
    PermissionTables,
    PrivacyTables,
    WorkspaceTables,
    RunTables,
    RunDeletionTables,
    RunTotalTables,
    MetricTables,
    TraceNoteTables,
    TraceInfoTables {}
