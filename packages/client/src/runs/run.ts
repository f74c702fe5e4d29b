import type { Lifecycle } from '../experiments/experiment.ts';
import { readPairs, type WireNumber, type WirePair } from '../http/wire.ts';

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

/** Statuses of a run that has ended. */
export type RunOutcome = 'FINISHED' | 'FAILED' | 'KILLED';

export interface RunInfo {
  /** 32 hex digits. */
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly userId: string;
  readonly status: RunStatus;
  readonly lifecycle: Lifecycle;
  readonly artifactUri: string;
  /** Milliseconds since the Unix epoch. */
  readonly startMs: number;
  /** Undefined while it runs. */
  readonly endMs: number | undefined;
}

/** A run with what was logged of it. The names of parameters, metrics and tags can be told as type arguments. */
export interface Run<Param extends string = string, Metric extends string = string, Tag extends string = string>
  extends RunInfo {
  readonly params: Readonly<Partial<Record<Param, string>>>;
  /** The latest value of each. */
  readonly metrics: Readonly<Partial<Record<Metric, number>>>;
  readonly tags: Readonly<Partial<Record<Tag, string>>>;
  /** The run inside of which it was started. */
  readonly parentRunId: string | undefined;
  readonly datasets: readonly RunDatasetInput[];
}

/** Data that a run has used. */
export interface RunDatasetInput {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a metric was at one time. */
export interface MetricPoint {
  readonly value: number;
  readonly step: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestampMs: number;
}

export interface WireMetric {
  readonly key: string;
  readonly value: WireNumber;
  readonly timestamp: WireNumber;
  readonly step?: WireNumber;
}

export interface WireRunInfo {
  readonly run_id: string;
  readonly run_name?: string;
  readonly experiment_id: string;
  readonly user_id?: string;
  readonly status: RunStatus;
  readonly lifecycle_stage?: string;
  readonly artifact_uri?: string;
  readonly start_time?: WireNumber;
  readonly end_time?: WireNumber;
}

export interface WireRun {
  readonly info: WireRunInfo;
  readonly data?: {
    readonly metrics?: readonly WireMetric[];
    readonly params?: readonly WirePair[];
    readonly tags?: readonly WirePair[];
  };
  readonly inputs?: { readonly dataset_inputs?: readonly WireDatasetInput[] };
}

interface WireDatasetInput {
  readonly tags?: readonly WirePair[];
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    readonly source_type?: string;
    readonly source?: string;
  };
}

export const PARENT_RUN_TAG = 'mlflow.parentRunId';

export function readRunInfo(wire: WireRunInfo): RunInfo {
  return {
    id: wire.run_id,
    name: wire.run_name ?? '',
    experimentId: wire.experiment_id,
    userId: wire.user_id ?? '',
    status: wire.status,
    lifecycle: wire.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
    artifactUri: wire.artifact_uri ?? '',
    startMs: Number(wire.start_time ?? 0),
    endMs: wire.end_time ? Number(wire.end_time) : undefined,
  };
}

export function readRun<Param extends string, Metric extends string, Tag extends string>(
  wire: WireRun,
): Run<Param, Metric, Tag> {
  const tags = readPairs(wire.data?.tags);
  const metrics = (wire.data?.metrics ?? []).map(({ key, value }) => [key, Number(value)]);
  const run: Run = {
    ...readRunInfo(wire.info),
    params: readPairs(wire.data?.params),
    metrics: Object.fromEntries(metrics),
    tags,
    parentRunId: tags[PARENT_RUN_TAG],
    datasets: (wire.inputs?.dataset_inputs ?? []).map(({ dataset, tags: ofInput }) => ({
      name: dataset.name,
      digest: dataset.digest,
      sourceType: dataset.source_type ?? '',
      source: dataset.source ?? '',
      tags: readPairs(ofInput),
    })),
  };
  // Which names there are is the caller's word: each may be absent all the same.
  return run as Run<Param, Metric, Tag>;
}

export function readMetricPoint({ value, step, timestamp }: WireMetric): MetricPoint {
  return { value: Number(value), step: Number(step ?? 0), timestampMs: Number(timestamp) };
}
