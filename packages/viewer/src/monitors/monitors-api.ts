import type {
  AlertEvent,
  AlertPreview,
  AlertPreviewRequest,
  AlertRule,
  DriftReading,
  NewDriftMonitor,
  OnlineBackfill,
  OnlineBackfillRequest,
  OnlinePreview,
  OnlinePreviewRequest,
} from '@tracewright/schema';
import { sendJson } from '../api/request.ts';
import { type Version, versionPath } from '../changes/version-path.ts';

export const SCORERS = '/api/v1/online/scorers';
export const MONITORS = '/api/v1/monitors';
export const ALERTS = '/api/v1/alerts';

/** @throws ApiFailure */
export function previewScorer(request: OnlinePreviewRequest): Promise<OnlinePreview> {
  return sendJson('POST', `${SCORERS}/preview`, request);
}

/** @throws ApiFailure */
export function backfill(id: string, request: OnlineBackfillRequest): Promise<OnlineBackfill> {
  return sendJson('POST', `${SCORERS}/${encodeURIComponent(id)}/backfill`, request);
}

/** @throws ApiFailure */
export function previewMonitor(monitor: NewDriftMonitor): Promise<DriftReading> {
  return sendJson('POST', `${MONITORS}/preview`, monitor);
}

/** @throws ApiFailure */
export function previewAlert(request: AlertPreviewRequest): Promise<AlertPreview> {
  return sendJson('POST', `${ALERTS}/preview`, request);
}

/** @param untilNs Null ends it. @throws ApiFailure */
export function silenceAlert(id: string, untilNs: string | null): Promise<AlertRule> {
  return sendJson('POST', `${ALERTS}/${encodeURIComponent(id)}/silence`, { untilNs });
}

/** Tells the webhook at once, as a test. @throws ApiFailure */
export function testAlert(id: string): Promise<AlertEvent> {
  return sendJson('POST', `${ALERTS}/${encodeURIComponent(id)}/test`);
}

/**
 * Removes one unless somebody else has changed it meanwhile, and says so.
 *
 * @param place one of {@link SCORERS}, {@link MONITORS} and {@link ALERTS} @throws ApiFailure
 */
export async function remove(place: string, row: Version & { readonly name: string }): Promise<string> {
  await sendJson('DELETE', versionPath(place, row));
  return `${row.name} is deleted.`;
}
