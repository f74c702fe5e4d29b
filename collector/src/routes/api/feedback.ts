import type { Feedback, FeedbackChange, Nanos, NewFeedback, Page } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import { parseSpanId, parseTraceId } from './ids.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import type { TraceNotes } from './trace-notes.ts';
import { requireTrace } from './traces.ts';

/** Longest text of a judgement, in UTF-16 units. */
const MAX_TEXT = 65_536;
const MAX_BODY_BYTES = 1_024 * 1_024;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max, `at most ${max} characters`));
const name = v.pipe(text(250), v.nonEmpty('must not be empty'));

const value = v.union(
  [v.pipe(v.number(), v.finite()), v.boolean(), text(MAX_TEXT)],
  'must be a number, a text or a boolean',
);

const Body = v.object({
  name,
  value,
  rationale: v.exactOptional(text(MAX_TEXT)),
  spanId: v.exactOptional(v.string()),
  source: v.exactOptional(v.object({ kind: v.picklist(['human', 'judge', 'code']), id: v.exactOptional(name) })),
}) satisfies v.GenericSchema<NewFeedback>;

const Change = v.object({
  value: v.exactOptional(value),
  rationale: v.exactOptional(v.nullable(text(MAX_TEXT))),
}) satisfies v.GenericSchema<FeedbackChange>;

/** What feedback takes from the world outside. */
export interface FeedbackClock {
  readonly newId: () => string;
  readonly nowNs: () => Nanos;
}

/** `/api/v1/traces/:traceId/feedback`: judgements about a trace or a span of it. */
export function feedbackRoutes(spans: SpanStore, notes: TraceNotes, clock: FeedbackClock): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .post('/:traceId/feedback', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId, subject } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      const body = await jsonBody(c, Body);
      await requireTrace(spans, workspaceId, traceId);
      const spanId = body.spanId === undefined ? null : parseSpanId(body.spanId);
      if (spanId !== null && (await spans.getSpan(workspaceId, traceId, spanId)) === undefined) {
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no span ${spanId} in trace ${traceId}`);
      }
      const nowNs = clock.nowNs().toString();
      const feedback: Feedback = {
        id: clock.newId(),
        traceId,
        spanId,
        name: body.name,
        value: body.value,
        rationale: body.rationale ?? null,
        source: { kind: body.source?.kind ?? 'human', id: body.source?.id ?? subject },
        createdNs: nowNs,
        updatedNs: nowNs,
      };
      await notes.addFeedback(workspaceId, feedback);
      return c.json(feedback, 201);
    })
    .get('/:traceId/feedback', async (c) => {
      const { workspaceId } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      await requireTrace(spans, workspaceId, traceId);
      const items = await notes.listFeedback(workspaceId, traceId);
      const page: Page<Feedback> = { items, nextCursor: null, total: items.length, totalIsEstimate: false };
      return c.json(page);
    })
    .patch('/:traceId/feedback/:feedbackId', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      const id = c.req.param('feedbackId');
      const change = await jsonBody(c, Change);
      const feedback = await notes.updateFeedback(workspaceId, traceId, id, change, clock.nowNs());
      if (feedback === undefined) throw noFeedback(id, traceId);
      return c.json(feedback);
    })
    .delete('/:traceId/feedback/:feedbackId', async (c) => {
      const { workspaceId } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      const id = c.req.param('feedbackId');
      if (!(await notes.deleteFeedback(workspaceId, traceId, id))) throw noFeedback(id, traceId);
      return c.body(null, 204);
    });
}

function noFeedback(id: string, traceId: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `trace ${traceId} has no feedback ${JSON.stringify(id)}`);
}
