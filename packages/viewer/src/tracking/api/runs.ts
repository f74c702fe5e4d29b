import type { RunCount } from '@tracewright/schema';
import { ApiFailure, getJson, sendJson } from '../../api/request.ts';
import { BASE, type Found, foundPage, type KeyValue, mlflowText } from './shapes.ts';

/** Of one search. */
const MAX_IDS = 100;

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

/** How many runs a search finds in all. @throws ApiFailure */
export async function countRuns({ experimentIds, filter, isDeleted }: Omit<RunSearch, 'order'>): Promise<number> {
  const lifecycle = isDeleted ? 'deleted' : 'active';
  const counts = experimentIds.map((id) =>
    getJson<RunCount>(`/api/v1/experiments/${id}/run-count?${new URLSearchParams({ filter, lifecycle })}`),
  );
  return (await Promise.all(counts)).reduce((sum, { total }) => sum + total, 0);
}

/**
 * Runs by their ids, in this order, deleted ones too. Those that there are not are left out. A search wants to know the
 * experiment, which one of them tells for all that are in it.
 *
 * @throws ApiFailure other than that one is not there
 */
export async function getRuns(ids: readonly string[], abort?: AbortSignal): Promise<readonly MlflowRun[]> {
  const found = new Map<string, MlflowRun>();
  for (let missing = ids; missing.length > 0; ) {
    const [id = '', ...rest] = missing;
    const run = await findRun(id, abort);
    if (run !== undefined) found.set(id, run);
    const parts = run === undefined ? [] : partsOf(rest);
    const pages = parts.map((part) => runsAmong(run?.info.experiment_id ?? '', part, abort));
    for (const page of await Promise.all(pages)) for (const one of page) found.set(one.info.run_id, one);
    missing = rest.filter((one) => !found.has(one));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function findRun(id: string, abort: AbortSignal | undefined): Promise<MlflowRun | undefined> {
  try {
    return await getRun(id, abort);
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw error;
  }
}

function partsOf(ids: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(ids.length / MAX_IDS);
  return Array.from({ length: count }, (_, at) => ids.slice(at * MAX_IDS, (at + 1) * MAX_IDS));
}

async function runsAmong(
  experimentId: string,
  ids: readonly string[],
  abort: AbortSignal | undefined,
): Promise<readonly MlflowRun[]> {
  const answer = await sendJson<{ readonly runs?: readonly MlflowRun[] }>(
    'POST',
    `${BASE}/runs/search`,
    {
      experiment_ids: [experimentId],
      filter: `attributes.run_id IN (${ids.map(mlflowText).join(', ')})`,
      max_results: MAX_IDS,
      run_view_type: 'ALL',
    },
    abort,
  );
  return answer.runs ?? [];
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
