import { getJson, sendJson } from '../../api/request.ts';
import { BASE, type Found, foundPage, type KeyValue } from './shapes.ts';

export interface MlflowExperiment {
  readonly experiment_id: string;
  readonly name: string;
  readonly lifecycle_stage: string;
  readonly artifact_location?: string;
  /** Milliseconds since the Unix epoch, as all times here. */
  readonly creation_time: number;
  readonly last_update_time: number;
  readonly tags?: readonly KeyValue[];
}

export interface ExperimentSearch {
  readonly limit: number;
  /** MLflow's filter. */
  readonly filter: string;
  readonly isDeleted: boolean;
  readonly after?: string | undefined;
}

/** Those changed last first. @throws ApiFailure */
export async function searchExperiments(search: ExperimentSearch): Promise<Found<MlflowExperiment>> {
  const { limit, filter, isDeleted, after } = search;
  const answer = await sendJson<{
    readonly experiments?: readonly MlflowExperiment[];
    readonly next_page_token?: string;
  }>('POST', `${BASE}/experiments/search`, {
    max_results: limit,
    filter,
    order_by: ['last_update_time DESC'],
    view_type: isDeleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
    ...(after !== undefined && { page_token: after }),
  });
  return foundPage(answer.experiments, answer.next_page_token);
}

/** @throws ApiFailure */
export async function getExperiment(id: string, abort?: AbortSignal): Promise<MlflowExperiment> {
  const query = new URLSearchParams({ experiment_id: id });
  const answer = await getJson<{ readonly experiment: MlflowExperiment }>(`${BASE}/experiments/get?${query}`, abort);
  return answer.experiment;
}

/** @returns its id. @throws ApiFailure */
export async function createExperiment(name: string): Promise<string> {
  const answer = await sendJson<{ readonly experiment_id: string }>('POST', `${BASE}/experiments/create`, { name });
  return answer.experiment_id;
}

/** @throws ApiFailure */
export function renameExperiment(id: string, name: string): Promise<void> {
  return sendJson('POST', `${BASE}/experiments/update`, { experiment_id: id, new_name: name });
}

/** @throws ApiFailure */
export function setExperimentTag(id: string, key: string, value: string): Promise<void> {
  return sendJson('POST', `${BASE}/experiments/set-experiment-tag`, { experiment_id: id, key, value });
}

/** Its runs go and come with it. @throws ApiFailure */
export function setExperimentDeleted(id: string, isDeleted: boolean): Promise<void> {
  return sendJson('POST', `${BASE}/experiments/${isDeleted ? 'delete' : 'restore'}`, { experiment_id: id });
}
