import type { Feedback, Page, TraceSummary } from '@tracewright/schema';
import { askedTraces, type TraceFilter } from '../api/asked.ts';
import { addFeedback, deleteFeedback } from '../api/feedback.ts';
import { getJson, sendJson } from '../api/request.ts';
import type { ReviewChanges } from './review.ts';

/** Traces of a queue: as many as one answer of feedback is about. */
export const QUEUE_LENGTH = 200;

export interface Queue {
  readonly traces: readonly TraceSummary[];
  /** Of all traces that match, the queue or more. */
  readonly total: number;
  readonly totalIsEstimate: boolean;
  /** On these traces, of each the oldest first. */
  readonly feedback: readonly Feedback[];
}

/** The newest traces of a filter, with what was said of them. @throws ApiFailure */
export async function getQueue(filter: TraceFilter, abort: AbortSignal): Promise<Queue> {
  const query = askedTraces(filter, { limit: String(QUEUE_LENGTH) });
  const { items, total, totalIsEstimate } = await getJson<Page<TraceSummary>>(`/api/v1/traces?${query}`, abort);
  const ids = items.map(({ traceId }) => traceId).join();
  const feedback = ids === '' ? [] : (await getJson<Page<Feedback>>(`/api/v1/feedback?traces=${ids}`, abort)).items;
  return { traces: items, total, totalIsEstimate, feedback };
}

/** Makes the feedback say what a review says. @returns all feedback of the trace then. @throws ApiFailure */
export async function saveReview(
  traceId: string,
  reviewer: string,
  changes: ReviewChanges,
): Promise<readonly Feedback[]> {
  for (const { name, value } of changes.add) {
    await addFeedback(traceId, { name, value, source: { kind: 'human', id: reviewer } });
  }
  for (const { feedback, value } of changes.change) {
    await sendJson('PATCH', `/api/v1/traces/${traceId}/feedback/${encodeURIComponent(feedback.id)}`, { value });
  }
  for (const feedback of changes.remove) await deleteFeedback(feedback);
  return (await getJson<Page<Feedback>>(`/api/v1/traces/${traceId}/feedback`)).items;
}

/** What would have been right: datasets and evaluations take it as what is expected. @throws ApiFailure */
export function saveCorrection(traceId: string, reviewer: string, answer: string): Promise<void> {
  return sendJson('POST', `/api/3.0/mlflow/traces/tr-${traceId}/assessments`, {
    assessment: {
      assessment_name: 'expected_response',
      source: { source_type: 'HUMAN', source_id: reviewer },
      expectation: { value: answer },
    },
  });
}
