import { report } from '@tracewright/instrumentation-core';
import type { Feedback, FeedbackValue, NewFeedback } from '@tracewright/schema';
import { activeTracing } from '../active-tracing.ts';
import { getActiveTraceId } from '../steps/active-trace.ts';

/** What a judgement is about. */
export interface FeedbackSubject {
  /** Default: the active trace. */
  readonly traceId?: string;
  /** A span of it; default: the whole trace. */
  readonly spanId?: string;
}

/** A judgement about a trace or a span. */
export type FeedbackInput = NewFeedback & FeedbackSubject;

/** What {@link score} takes besides. */
export type ScoreOptions = Omit<FeedbackInput, 'name' | 'value'>;

/**
 * Records what somebody thinks of an answer: a user's thumb, a reviewer's word. Default source: a human.
 *
 * @returns what the collector has stored, or undefined where it will be sent later, since the trace has not arrived
 * there, or cannot be sent at all. Never rejects.
 *
 * @example
 * ```ts
 * await feedback({ traceId, name: 'helpful', value: true, source: { kind: 'human', id: user.id } });
 * ```
 */
export async function feedback({ traceId, ...judgement }: FeedbackInput): Promise<Feedback | undefined> {
  const outbox = activeTracing()?.feedback;
  const about = traceId ?? getActiveTraceId();
  if (outbox === undefined) return undefined;
  if (about === undefined || about === '') {
    report('warn', 'tracewright: feedback needs the id of a trace, or a trace that it is given in');
    return undefined;
  }
  return await outbox.send(about, judgement);
}

/** Records what code has worked out about the active trace or another one: {@link feedback} whose source is code. */
export function score(name: string, value: FeedbackValue, options: ScoreOptions = {}): Promise<Feedback | undefined> {
  return feedback({ ...options, source: options.source ?? { kind: 'code' }, name, value });
}
