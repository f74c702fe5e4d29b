import type { Feedback, NewFeedback } from '@tracewright/schema';
import { sendJson } from './request.ts';

/** @throws ApiFailure */
export function addFeedback(traceId: string, feedback: NewFeedback): Promise<Feedback> {
  return sendJson('POST', `/api/v1/traces/${encodeURIComponent(traceId)}/feedback`, feedback);
}

/** @throws ApiFailure */
export function deleteFeedback({ traceId, id }: Feedback): Promise<void> {
  return sendJson('DELETE', `/api/v1/traces/${encodeURIComponent(traceId)}/feedback/${encodeURIComponent(id)}`);
}
