export type {
  AggregateAnswer,
  AggregateBy,
  AggregateGroup,
  AggregateInterval,
  AggregateOf,
  AggregateOrder,
  AggregateQuery,
  DurationBucket,
  Facet,
  FacetField,
  FacetsAnswer,
  HistogramAnswer,
  LatencyQuantiles,
  TimeBucket,
} from './api/aggregate.ts';
export type {
  AlertCondition,
  AlertDelivery,
  AlertEvent,
  AlertMessage,
  AlertMetric,
  AlertPreview,
  AlertPreviewRequest,
  AlertReading,
  AlertRule,
  AlertSilence,
  AlertState,
  AlertWebhook,
  NewAlertRule,
  TraceFigure,
} from './api/alerts.ts';
export type { AuditAct, AuditCheck, AuditEntry, AuditFinding, AuditOutcome } from './api/audit.ts';
export type {
  AccessScope,
  AuthMode,
  AuthState,
  KeyItem,
  KeyLimits,
  MemberBody,
  MemberItem,
  MembershipItem,
  NewKey,
  NewKeyBody,
  NewUserBody,
  OidcSignIn,
  PasswordChange,
  Role,
  SessionItem,
  SignInBody,
  UserChangeBody,
  UserItem,
  WhoAmI,
} from './api/auth.ts';
export { CHANGE_HEADER, ROLE_SCOPES, WORKSPACE_COOKIE, WORKSPACE_HEADER } from './api/auth.ts';
export type { StoredBlob } from './api/blob.ts';
export type { EstimateJson, JudgeCalibration, PositionBias, ScoreCalibration } from './api/calibration.ts';
export type { ApiErrorBody, Page, VersionInfo } from './api/common.ts';
export type { DataQuality, DataQualityProblem } from './api/data-quality.ts';
export type {
  DatasetChange,
  DatasetDiff,
  DatasetPointer,
  DatasetRecord,
  DatasetRecordSource,
  DatasetSummary,
  DatasetUse,
  DatasetVersion,
  MadeDatasetVersion,
  NewDatasetFromTraces,
  NewDatasetVersion,
} from './api/dataset.ts';
export type { DeletedTraces } from './api/delete-traces.ts';
export type {
  DriftMeasure,
  DriftMeasureName,
  DriftMonitor,
  DriftReading,
  DriftSubject,
  NewDriftMonitor,
} from './api/drift.ts';
export type {
  EvaluationColumn,
  EvaluationError,
  EvaluationGrid,
  EvaluationRow,
  EvaluationRowDetail,
  EvaluationScore,
  JsonValue,
  NewEvaluationRows,
} from './api/evaluation.ts';
export type {
  Feedback,
  FeedbackChange,
  FeedbackSource,
  FeedbackSummary,
  FeedbackValue,
  NewFeedback,
} from './api/feedback.ts';
export type { FilterCheck, FilterField, FilterFields, FilterFieldType, FilterTarget } from './api/filter.ts';
export type { LiveTrace, LiveTraces } from './api/live.ts';
export type { ModelChange, ModelHistoryItem } from './api/model-history.ts';
export type {
  NewOnlineScorer,
  OnlineBackfill,
  OnlineBackfillRequest,
  OnlineBudget,
  OnlineCodeScorer,
  OnlineFailure,
  OnlineJudge,
  OnlineJudgeTemplate,
  OnlineModel,
  OnlinePreview,
  OnlinePreviewRequest,
  OnlineScorer,
  OnlineScorerRule,
  OnlineScorers,
  OnlineUsage,
} from './api/online.ts';
export type {
  PermissionBody,
  PermissionItem,
  PermissionKind,
  PermissionLevel,
  ThingPermission,
  ThingPermissions,
} from './api/permissions.ts';
export type {
  Erasure,
  ErasureCounts,
  ErasureLeftOver,
  ExperimentRetention,
  NewErasureBody,
  RedactionAction,
  RedactionDryRun,
  RedactionDryRunBody,
  RedactionDryRunRule,
  RedactionFinding,
  RedactionKind,
  RedactionOrderBody,
  RedactionPreset,
  RedactionRule,
  RedactionRuleBody,
  RedactionTrial,
  RedactionTrialBody,
  RetentionDue,
  RetentionPreview,
} from './api/privacy.ts';
export type { RunCount } from './api/run-count.ts';
export type { ConversationTurn, SessionSummary, TurnsAnswer, TurnText } from './api/session.ts';
export type { CollectorSettings, ModelPrice, PriceRule, PricesAnswer } from './api/settings.ts';
export type { SpanSummary } from './api/span-list.ts';
export type {
  RetrievedDocument,
  ScoreOrder,
  SpanContent,
  SpanCost,
  SpanDetail,
  SpanEvent,
  SpanLink,
  Status,
  TraceDetail,
  TraceListQuery,
  TraceOrder,
  TraceScore,
  TraceSkeleton,
  TraceSummary,
} from './api/trace.ts';
export type { RoutedRun, TraceRoute } from './api/trace-route.ts';
export type { NewWorkspaceBody, WorkspaceChangeBody, WorkspaceItem, WorkspaceState } from './api/workspaces.ts';
export { ATTEMPT_EVENT, GEN_AI, OPENAI, OTEL, ROUTING_HEADER, TRACEWRIGHT } from './attributes.ts';
export { canonicalJson } from './canonical-json.ts';
export { CONTEXT_KEY, FLUSH_LISTENER } from './context-keys.ts';
export { CALIBRATION_RUN_TYPE, EVALUATION_RUN_TYPE, EVALUATION_TAG, SCORE_METADATA } from './evaluation-tags.ts';
export { judgeFingerprint, judgeSourceId } from './judge-source.ts';
export type { Message, MessagePart, Modality, OutputMessage, ToolDefinition } from './message.ts';
export type { CostPart, NanoUsd } from './money.ts';
export { nanoUsd, toUsd } from './money.ts';
export { numericScore, shareOfBest } from './numeric-score.ts';
export type { Operation } from './operation.ts';
export { IS_PROMPT_FILTER, PROMPT_TAG } from './prompt-tags.ts';
export type { LocalProvider, Provider } from './provider.ts';
export { isLocalProvider } from './provider.ts';
export type { HeardSpan, SpanHearing, SpanListener, SpanRecorder } from './span-hearing.ts';
export { spanHearing } from './span-hearing.ts';
export type { FindStandIn, StandIn, StandInAnswer } from './stand-in.ts';
export { setStandIn, standIn } from './stand-in.ts';
export type { StepKind } from './step-kind.ts';
export { isStepKind, STEP_KINDS } from './step-kind.ts';
export { PATH_REST, PATH_SEPARATOR, stepName } from './step-path.ts';
export { readTagText, tagText } from './tag-text.ts';
export type { Nanos } from './time.ts';
export { durationMs, nanos } from './time.ts';
export type { Usage } from './usage.ts';
export { testOfVariantTag, variantTag } from './variant-tags.ts';
