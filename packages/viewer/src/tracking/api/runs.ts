import { getJson, sendJson } from '../../api/request.ts';
import { BASE, type Found, foundPage, type KeyValue } from './shapes.ts';

export interface MlflowMetric {
  readonly key: string;
  /** `NaN`, `Infinity` and `-Infinity` are texts. */
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}

export interface MlflowRunInfo {
  readonly run_id: string;
  readonly run_name: string;
  readonly experiment_id: string;
  readonly user_id?: string;
  readonly status: string;
  /** Milliseconds since the Unix epoch. */
  readonly start_time: number;
  readonly end_time?: number | null;
  readonly artifact_uri?: string;
  readonly lifecycle_stage: string;
}

export interface MlflowDatasetInput {
  readonly tags?: readonly KeyValue[];
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    readonly source_type?: string;
    readonly source?: string;
    /** JSON. */
    readonly schema?: string;
    readonly profile?: string;
  };
}

export interface MlflowRun {
  readonly info: MlflowRunInfo;
  readonly data: {
    /** The latest of each key. */
    readonly metrics?: readonly MlflowMetric[];
    readonly params?: readonly KeyValue[];
    readonly tags?: readonly KeyValue[];
  };
  readonly inputs?: {
    readonly dataset_inputs?: readonly MlflowDatasetInput[];
    readonly model_inputs?: readonly { readonly model_id: string }[];
  };
  readonly outputs?: { readonly model_outputs?: readonly { readonly model_id: string; readonly step?: number }[] };
}

export interface RunSearch {
  readonly experimentIds: readonly string[];
  /** MLflow's filter. */
  readonly filter: string;
  /** As MLflow writes it, such as `metrics.accuracy DESC`; undefined: the newest first. */
  readonly order: string | undefined;
  readonly isDeleted: boolean;
}

/** One page of runs. @throws ApiFailure */
export async function searchRuns(
  { experimentIds, filter, order, isDeleted }: RunSearch,
  limit: number,
  after?: string,
): Promise<Found<MlflowRun>> {
  const answer = await sendJson<{ readonly runs?: readonly MlflowRun[]; readonly next_page_token?: string }>(
    'POST',
    `${BASE}/runs/search`,
    {
      experiment_ids: experimentIds,
      filter,
      max_results: limit,
      order_by: [...(order === undefined ? [] : [order]), 'attributes.start_time DESC'],
      run_view_type: isDeleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
      ...(after !== undefined && { page_token: after }),
    },
  );
  return foundPage(answer.runs, answer.next_page_token);
}

/** @throws ApiFailure */
export async function getRun(id: string, abort?: AbortSignal): Promise<MlflowRun> {
  const query = new URLSearchParams({ run_id: id });
  return (await getJson<{ readonly run: MlflowRun }>(`${BASE}/runs/get?${query}`, abort)).run;
}

/** Deleted ones too. Those that there are not are left out. @throws ApiFailure other than that. */
export async function getRuns(ids: readonly string[], abort?: AbortSignal): Promise<readonly MlflowRun[]> {
  const asked = await Promise.allSettled(ids.map((id) => getRun(id, abort)));
  return asked.flatMap((answer) => {
    if (answer.status === 'fulfilled') return [answer.value];
    if ((answer.reason as { readonly code?: string }).code === 'RESOURCE_DOES_NOT_EXIST') return [];
    throw answer.reason;
  });
}

/** @throws ApiFailure */
export function renameRun(id: string, name: string): Promise<void> {
  return sendJson('POST', `${BASE}/runs/update`, { run_id: id, run_name: name });
}

/** @throws ApiFailure */
export function setRunTag(id: string, key: string, value: string): Promise<void> {
  return sendJson('POST', `${BASE}/runs/set-tag`, { run_id: id, key, value });
}

/** @throws ApiFailure */
export function deleteRunTag(id: string, key: string): Promise<void> {
  return sendJson('POST', `${BASE}/runs/delete-tag`, { run_id: id, key });
}

/** @throws ApiFailure */
export function setRunDeleted(id: string, isDeleted: boolean): Promise<void> {
  return sendJson('POST', `${BASE}/runs/${isDeleted ? 'delete' : 'restore'}`, { run_id: id });
}
