import type { Experiment } from '../experiments/experiment.ts';
import type { Found } from '../http/found.ts';
import type { Run } from '../runs/run.ts';
import type { RunOptions } from '../runs/run-options.ts';
import type { FluentRunSearch } from '../tracking-client.ts';
import { copyArtifacts } from './copy-artifacts.ts';
import { defaultClient } from './default-client.ts';
import type { NodeRun } from './node-run.ts';

/** `TracewrightClient.setExperiment` */
export function setExperiment(name: string): Promise<Experiment> {
  return defaultClient().setExperiment(name);
}

/** `TracewrightClient.startRun` */
export function startRun<T>(work: (run: NodeRun) => T | PromiseLike<T>): Promise<T>;
export function startRun<T>(options: RunOptions, work: (run: NodeRun) => T | PromiseLike<T>): Promise<T>;
export function startRun<T>(
  ...given: [(run: NodeRun) => T | PromiseLike<T>] | [options: RunOptions, work: (run: NodeRun) => T | PromiseLike<T>]
): Promise<T> {
  const client = defaultClient();
  return given.length === 1 ? client.startRun(given[0]) : client.startRun(given[0], given[1]);
}

/** `TracewrightClient.openRun` */
export function openRun(options: RunOptions = {}): Promise<NodeRun> {
  return defaultClient().openRun(options);
}

/** `TracewrightClient.searchRuns` */
export function searchRuns<Param extends string = string, Metric extends string = string, Tag extends string = string>(
  search: FluentRunSearch = {},
): Found<Run<Param, Metric, Tag>> {
  return defaultClient().searchRuns(search);
}

/** Copies a file of a run, or a folder with all that is in it, into a folder here. @returns the paths that were written */
export async function downloadArtifacts(runId: string, path: string, into: string): Promise<readonly string[]> {
  return copyArtifacts(await defaultClient().artifactsOf(runId), path, into);
}
