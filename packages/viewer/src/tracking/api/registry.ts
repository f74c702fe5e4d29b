import { getJson, sendJson } from '../../api/request.ts';
import { BASE, type Found, foundPage, type KeyValue, mlflowText } from './shapes.ts';

export interface MlflowModel {
  readonly name: string;
  readonly creation_timestamp: number;
  readonly last_updated_timestamp: number;
  readonly description?: string;
  readonly latest_versions?: readonly MlflowModelVersion[];
  readonly aliases?: readonly { readonly alias: string; readonly version: string }[];
  readonly tags?: readonly KeyValue[];
}

export interface MlflowModelVersion {
  readonly name: string;
  readonly version: string;
  readonly creation_timestamp: number;
  readonly last_updated_timestamp?: number;
  readonly current_stage: string;
  readonly description?: string;
  readonly run_id?: string;
  readonly source?: string;
  readonly aliases?: readonly string[];
  readonly tags?: readonly KeyValue[];
}

/** Stages of MLflow, in the order in which a version goes through them. */
export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;

/**
 * Registered models by name; without prompts, which are models too, unless the filter names their tag.
 *
 * @throws ApiFailure
 */
export async function searchModels(
  limit: number,
  filter: string,
  after: string | undefined,
  abort?: AbortSignal,
): Promise<Found<MlflowModel>> {
  const query = new URLSearchParams({ max_results: String(limit), filter });
  if (after !== undefined) query.set('page_token', after);
  const answer = await getJson<{
    readonly registered_models?: readonly MlflowModel[];
    readonly next_page_token?: string;
  }>(`${BASE}/registered-models/search?${query}`, abort);
  return foundPage(answer.registered_models, answer.next_page_token);
}

/** @throws ApiFailure */
export async function getModel(name: string, abort?: AbortSignal): Promise<MlflowModel> {
  const query = new URLSearchParams({ name });
  const answer = await getJson<{ readonly registered_model: MlflowModel }>(
    `${BASE}/registered-models/get?${query}`,
    abort,
  );
  return answer.registered_model;
}

/** Versions by MLflow's filter, the newest first. @throws ApiFailure */
export async function searchVersions(
  filter: string,
  limit: number,
  abort?: AbortSignal,
): Promise<Found<MlflowModelVersion>> {
  const query = new URLSearchParams({ filter, max_results: String(limit) });
  query.append('order_by', 'version_number DESC');
  const answer = await getJson<{
    readonly model_versions?: readonly MlflowModelVersion[];
    readonly next_page_token?: string;
  }>(`${BASE}/model-versions/search?${query}`, abort);
  return foundPage(answer.model_versions, answer.next_page_token);
}

/**
 * The versions of one model, the newest first.
 *
 * @param also A further condition: those of prompts are only found by one that names their tag.
 * @throws ApiFailure
 */
export function versionsOf(
  name: string,
  limit: number,
  abort?: AbortSignal,
  also?: string,
): Promise<Found<MlflowModelVersion>> {
  const filter = `name=${mlflowText(name)}`;
  return searchVersions(also === undefined ? filter : `${filter} AND ${also}`, limit, abort);
}

/** @throws ApiFailure */
export function createModel(name: string, description = '', tags: readonly KeyValue[] = []): Promise<void> {
  return sendJson('POST', `${BASE}/registered-models/create`, { name, description, tags });
}

/** @param source Where its files are, such as `runs:/0a1b/model`. @throws ApiFailure */
export async function createVersion(name: string, source: string, runId: string): Promise<MlflowModelVersion> {
  const asked = { name, source, run_id: runId };
  const answer = await sendJson<{ readonly model_version: MlflowModelVersion }>(
    'POST',
    `${BASE}/model-versions/create`,
    asked,
  );
  return answer.model_version;
}

/** @throws ApiFailure */
export function renameModel(name: string, newName: string): Promise<void> {
  return sendJson('POST', `${BASE}/registered-models/rename`, { name, new_name: newName });
}

/** @throws ApiFailure */
export function describeModel(name: string, description: string): Promise<void> {
  return sendJson('PATCH', `${BASE}/registered-models/update`, { name, description });
}

/** With all its versions, for good. @throws ApiFailure */
export function deleteModel(name: string): Promise<void> {
  return sendJson('DELETE', `${BASE}/registered-models/delete`, { name });
}

/** @throws ApiFailure */
export function setModelTag(name: string, key: string, value: string): Promise<void> {
  return sendJson('POST', `${BASE}/registered-models/set-tag`, { name, key, value });
}

/** @throws ApiFailure */
export function deleteModelTag(name: string, key: string): Promise<void> {
  return sendJson('DELETE', `${BASE}/registered-models/delete-tag`, { name, key });
}

/** An alias stands for one version: whichever had it before has it no more. @throws ApiFailure */
export function setAlias(name: string, alias: string, version: string): Promise<void> {
  return sendJson('POST', `${BASE}/registered-models/alias`, { name, alias, version });
}

/** @throws ApiFailure */
export function deleteAlias(name: string, alias: string): Promise<void> {
  return sendJson('DELETE', `${BASE}/registered-models/alias`, { name, alias });
}

/** @throws ApiFailure */
export function describeVersion(name: string, version: string, description: string): Promise<void> {
  return sendJson('PATCH', `${BASE}/model-versions/update`, { name, version, description });
}

/** For good. @throws ApiFailure */
export function deleteVersion(name: string, version: string): Promise<void> {
  return sendJson('DELETE', `${BASE}/model-versions/delete`, { name, version });
}

/** @throws ApiFailure */
export function setVersionTag(name: string, version: string, key: string, value: string): Promise<void> {
  return sendJson('POST', `${BASE}/model-versions/set-tag`, { name, version, key, value });
}

/** @throws ApiFailure */
export function deleteVersionTag(name: string, version: string, key: string): Promise<void> {
  return sendJson('DELETE', `${BASE}/model-versions/delete-tag`, { name, version, key });
}

/** @param archives Whether versions that were in the stage go to the archive. @throws ApiFailure */
export function moveToStage(name: string, version: string, stage: string, archives: boolean): Promise<void> {
  const asked = { name, version, stage, archive_existing_versions: archives };
  return sendJson('POST', `${BASE}/model-versions/transition-stage`, asked);
}
