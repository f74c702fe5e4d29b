import type { ModelHistoryItem, Page } from '@tracewright/schema';
import { getJson } from '../../api/request.ts';

const LIMIT = 200;

/** What happened to the versions of a model or prompt, the newest first. @throws ApiFailure */
export function getModelHistory(name: string, abort?: AbortSignal): Promise<Page<ModelHistoryItem>> {
  return getJson(`/api/v1/registered-models/${encodeURIComponent(name)}/history?limit=${LIMIT}`, abort);
}
