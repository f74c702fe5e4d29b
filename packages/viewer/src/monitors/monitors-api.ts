import type {
  AlertEvent,
  AlertPreview,
  AlertPreviewRequest,
  AlertRule,
  DriftMonitor,
  DriftReading,
  NewAlertRule,
  NewDriftMonitor,
  NewOnlineScorer,
  OnlineBackfill,
  OnlineBackfillRequest,
  OnlinePreview,
  OnlinePreviewRequest,
  OnlineScorer,
} from '@tracewright/schema';
import { sendJson } from '../api/request.ts';

export const SCORERS = '/api/v1/online/scorers';
export const MONITORS = '/api/v1/monitors';
export const ALERTS = '/api/v1/alerts';

/** Makes one, or changes the one of this id. @throws ApiFailure */
export function saveScorer(id: string | undefined, scorer: NewOnlineScorer): Promise<OnlineScorer> {
  return save(SCORERS, id, scorer);
}

/** @throws ApiFailure */
export function previewScorer(request: OnlinePreviewRequest): Promise<OnlinePreview> {
  return sendJson('POST', `${SCORERS}/preview`, request);
}

/** @throws ApiFailure */
export function backfill(id: string, request: OnlineBackfillRequest): Promise<OnlineBackfill> {
  return sendJson('POST', `${SCORERS}/${encodeURIComponent(id)}/backfill`, request);
}

/** @throws ApiFailure */
export function saveMonitor(id: string | undefined, monitor: NewDriftMonitor): Promise<DriftMonitor> {
  return save(MONITORS, id, monitor);
}

/** @throws ApiFailure */
export function previewMonitor(monitor: NewDriftMonitor): Promise<DriftReading> {
  return sendJson('POST', `${MONITORS}/preview`, monitor);
}

/** @throws ApiFailure */
export function saveAlert(id: string | undefined, rule: NewAlertRule): Promise<AlertRule> {
  return save(ALERTS, id, rule);
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

/** @param place one of {@link SCORERS}, {@link MONITORS} and {@link ALERTS} @throws ApiFailure */
export function remove(place: string, id: string): Promise<void> {
  return sendJson('DELETE', `${place}/${encodeURIComponent(id)}`);
}

function save<Answer>(place: string, id: string | undefined, body: object): Promise<Answer> {
  return id === undefined ? sendJson('POST', place, body) : sendJson('PUT', `${place}/${encodeURIComponent(id)}`, body);
}
