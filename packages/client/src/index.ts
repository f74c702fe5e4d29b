export type { DatasetChange, DatasetDiff, DatasetPointer } from '@tracewright/schema';
export type { AppConfig, AppModel, AppPrompt, AppTool, StoredApp } from './apps/app-config.ts';
export type { Apps, LoggedApp, LogModelOptions } from './apps/apps.ts';
export type { LoadedApp } from './apps/loaded-app.ts';
export type { ArtifactContent, ArtifactInfo } from './artifacts/artifact-folder.ts';
export { ArtifactFolder } from './artifacts/artifact-folder.ts';
export type { Download } from './artifacts/download.ts';
export type { SplitTable, TableCell, TableData } from './artifacts/table.ts';
export type {
  Dataset,
  DatasetRecord,
  DatasetRef,
  DatasetSearch,
  DatasetVersionInfo,
  NewDataset,
  RecordSource,
  RunInput,
  StoredRecord,
} from './datasets/dataset.ts';
export type { NewDatasetVersion, RegisteredVersion } from './datasets/dataset-versions.ts';
export type { Datasets } from './datasets/datasets.ts';
export { exportRecords, type RecordFormat } from './datasets/export-records.ts';
export { LoadedDataset } from './datasets/loaded-dataset.ts';
export { type CsvRow, parseCsv } from './datasets/parse-csv.ts';
export {
  fromCsv,
  fromFeedback,
  fromJsonl,
  fromTraces,
  type RowMapping,
  type TraceRecords,
} from './datasets/record-sources.ts';
export { configure, defaultClient } from './default-client.ts';
export type { Experiment, Lifecycle, LifecycleView } from './experiments/experiment.ts';
export type { ExperimentSearch, Experiments, NewExperiment } from './experiments/experiments.ts';
export {
  deleteRun,
  downloadArtifact,
  getArtifactUri,
  getMetricHistory,
  getRun,
  listArtifacts,
  loadTable,
  openRun,
  restoreRun,
  searchExperiments,
  searchRuns,
  setExperiment,
  startRun,
} from './fluent.ts';
export { createDataset, diffDatasets, exportDataset, loadDataset } from './fluent-datasets.ts';
export {
  getLatestVersions,
  loadModel,
  loadPrompt,
  logModel,
  registerModel,
  registerPrompt,
  searchModelVersions,
  transitionStage,
} from './fluent-registry.ts';
export type { ClientRequest, Connection, ConnectionOptions } from './http/connection.ts';
export type { ClientErrorCode, ErrorCode, ServerErrorCode } from './http/error-code.ts';
export type { FoundPage } from './http/found.ts';
export { Found } from './http/found.ts';
export type { AddressOptions } from './http/server-address.ts';
export { isTracewrightError, TracewrightError } from './http/tracewright-error.ts';
export type { LoggedModel, LoggedModels, NewLoggedModel } from './models/logged-models.ts';
export type { Models, NewModel, ResolvedModel, StageName } from './models/models.ts';
export type { DiffPart } from './prompts/diff-words.ts';
export { diffWords } from './prompts/diff-words.ts';
export type { Formatted } from './prompts/format-template.ts';
export type { Prompt, PromptModelConfig } from './prompts/prompt.ts';
export { promptHash } from './prompts/prompt-hash.ts';
export type { LoadPromptOptions, NewPrompt, PromptInfo, Prompts } from './prompts/prompts.ts';
export type { PromptVersionRef } from './prompts/run-prompts.ts';
export { usedPrompt } from './prompts/run-prompts.ts';
export type {
  FormatArguments,
  PromptMessage,
  PromptTemplate,
  PromptValue,
  PromptValues,
  VariablesOf,
} from './prompts/template-variables.ts';
export type { ModelStage, ModelVersion, RegisteredModel } from './registry/registry-answers.ts';
export type { NewVersion, RegistryEvent, RegistrySearch } from './registry/registry-requests.ts';
export { RegistryRequests } from './registry/registry-requests.ts';
export type { ActiveRun, MetricOptions, ParamValue } from './runs/active-run.ts';
export type { LogFailure } from './runs/log-failure.ts';
export { RunLogError } from './runs/log-failure.ts';
export type { MetricPoint, Run, RunDatasetInput, RunInfo, RunOutcome, RunStatus } from './runs/run.ts';
export type { RunOptions } from './runs/run-options.ts';
export type { LoggedMetric, NewRun, RunBatch, RunChange, RunOrder, RunSearch, Runs } from './runs/runs.ts';
export type { ClientOptions } from './server-client.ts';
export { TracewrightClient } from './tracewright-client.ts';
export type { FluentRunSearch } from './tracking-client.ts';
