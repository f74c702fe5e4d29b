import type { ArtifactInfo } from './artifacts/artifact-folder.ts';
import type { Download } from './artifacts/download.ts';
import { defaultClient } from './default-client.ts';
import type { Experiment } from './experiments/experiment.ts';
import type { ExperimentSearch } from './experiments/experiments.ts';
import type { Found } from './http/found.ts';
import type { ActiveRun } from './runs/active-run.ts';
import type { MetricPoint, Run } from './runs/run.ts';
import type { RunOptions } from './runs/run-options.ts';
import type { FluentRunSearch } from './tracking-client.ts';

/*
 * The most used methods as functions, on the client that `configure` or the environment describes. What each does and
 * throws stands with the method of the same name.
 */

/** `TracewrightClient.setExperiment` */
export function setExperiment(name: string): Promise<Experiment> {
  return defaultClient().setExperiment(name);
}

/** `TracewrightClient.startRun` */
export function startRun<T>(work: (run: ActiveRun) => T | PromiseLike<T>): Promise<T>;
export function startRun<T>(options: RunOptions, work: (run: ActiveRun) => T | PromiseLike<T>): Promise<T>;
export function startRun<T>(
  ...given:
    | [(run: ActiveRun) => T | PromiseLike<T>]
    | [options: RunOptions, work: (run: ActiveRun) => T | PromiseLike<T>]
): Promise<T> {
  const client = defaultClient();
  return given.length === 1 ? client.startRun(given[0]) : client.startRun(given[0], given[1]);
}

/** `TracewrightClient.openRun` */
export function openRun(options: RunOptions = {}): Promise<ActiveRun> {
  return defaultClient().openRun(options);
}

/** `TracewrightClient.searchRuns` */
export function searchRuns<Param extends string = string, Metric extends string = string, Tag extends string = string>(
  search: FluentRunSearch = {},
): Found<Run<Param, Metric, Tag>> {
  return defaultClient().searchRuns(search);
}

/** `Experiments.search` */
export function searchExperiments(search: ExperimentSearch = {}): Found<Experiment> {
  return defaultClient().experiments.search(search);
}

/** `Runs.get` */
export function getRun(runId: string): Promise<Run> {
  return defaultClient().runs.get(runId);
}

/** `Runs.delete` */
export function deleteRun(runId: string): Promise<void> {
  return defaultClient().runs.delete(runId);
}

/** `Runs.restore` */
export function restoreRun(runId: string): Promise<void> {
  return defaultClient().runs.restore(runId);
}

/** `Runs.metricHistory` */
export function getMetricHistory(runId: string, key: string): Found<MetricPoint> {
  return defaultClient().runs.metricHistory(runId, key);
}

/** The address of a run's files, or of one of them. */
export async function getArtifactUri(runId: string, path: string = ''): Promise<string> {
  const { uri } = await defaultClient().artifactsOf(runId);
  return path === '' ? uri : `${uri}/${path}`;
}

/** What lies in a folder among a run's files. */
export async function listArtifacts(runId: string, path: string = ''): Promise<readonly ArtifactInfo[]> {
  return (await defaultClient().artifactsOf(runId)).list(path);
}

/** `TracewrightClient.loadTable` */
export function loadTable<Row extends object = Record<string, unknown>>(
  runId: string,
  path: string,
): Promise<readonly Row[]> {
  return defaultClient().loadTable<Row>(runId, path);
}

/** A file of a run. */
export async function downloadArtifact(runId: string, path: string): Promise<Download> {
  return (await defaultClient().artifactsOf(runId)).get(path);
}
