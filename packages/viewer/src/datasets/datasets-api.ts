import type {
  DatasetDiff,
  DatasetRecord,
  DatasetSummary,
  DatasetUse,
  DatasetVersion,
  MadeDatasetVersion,
  NewDatasetFromTraces,
  NewDatasetVersion,
  Page,
} from '@tracewright/schema';
import { askedTraces, type TraceFilter } from '../api/asked.ts';
import { getJson, sendJson } from '../api/request.ts';
import { inWorkspace } from '../api/session.ts';
import type { Found } from '../tracking/api/shapes.ts';
import { formatQuery } from '../url/query.ts';

const BASE = '/api/v1/datasets';

/** Datasets whose names have `search` within, the newest first. @throws ApiFailure */
export async function findDatasets(search: string, limit: number, after?: string): Promise<Found<DatasetSummary>> {
  const query = { search: search || undefined, limit: String(limit), cursor: after };
  return found(await getJson<Page<DatasetSummary>>(`${BASE}${formatQuery(query)}`));
}

/** @throws ApiFailure */
export function getDataset(id: string, abort?: AbortSignal): Promise<DatasetSummary> {
  return getJson(pathOf(id), abort);
}

/** The newest first. @throws ApiFailure */
export async function getVersions(id: string, abort?: AbortSignal): Promise<readonly DatasetVersion[]> {
  return (await getJson<Page<DatasetVersion>>(`${pathOf(id)}/versions?limit=1000`, abort)).items;
}

/** @param version undefined: what it holds now @throws ApiFailure */
export function getRecords(
  id: string,
  version: number | undefined,
  after: string | undefined,
  limit: number,
  abort?: AbortSignal,
): Promise<Page<DatasetRecord>> {
  const query = { version: version === undefined ? undefined : String(version), cursor: after, limit: String(limit) };
  return getJson(`${pathOf(id)}/records${formatQuery(query)}`, abort);
}

/** Where the records of a version are had, a line of JSON each. */
export function exportAddress(id: string, version: number): string {
  return inWorkspace(`${pathOf(id)}/versions/${version}/export`);
}

/** @throws ApiFailure */
export async function getUses(id: string, abort?: AbortSignal): Promise<readonly DatasetUse[]> {
  return (await getJson<Page<DatasetUse>>(`${pathOf(id)}/uses?limit=200`, abort)).items;
}

/** @throws ApiFailure */
export function getDiff(
  id: string,
  versions: { readonly before: number; readonly after: number },
  after: string | undefined,
  abort?: AbortSignal,
): Promise<DatasetDiff> {
  const query = { before: `${id}:${versions.before}`, after: `${id}:${versions.after}`, cursor: after, limit: '50' };
  return getJson(`/api/v1/dataset-diff${formatQuery(query)}`, abort);
}

/** @throws ApiFailure */
export function makeVersion(version: NewDatasetVersion): Promise<MadeDatasetVersion> {
  return sendJson('POST', BASE, version);
}

/** @throws ApiFailure */
export function makeFromTraces(filter: TraceFilter, version: NewDatasetFromTraces): Promise<MadeDatasetVersion> {
  return sendJson('POST', `${BASE}/from-traces?${askedTraces(filter)}`, version);
}

/** @throws ApiFailure */
export function deleteDataset(id: string): Promise<void> {
  return sendJson('DELETE', pathOf(id));
}

function pathOf(id: string): string {
  return `${BASE}/${encodeURIComponent(id)}`;
}

function found<Item>({ items, nextCursor }: Page<Item>): Found<Item> {
  return { items, nextToken: nextCursor ?? undefined };
}
