import { type NanoUsd, nanos, type Page, type SpanSummary, type Status, toUsd } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { spanStatus } from '../../filter/field-values.ts';
import { offsetUs } from '../../storage/spans/offset-us.ts';
import type { SpanKey } from '../../storage/spans/questions/span-questions.ts';
import type { SpanColumns, SpanStore } from '../../storage/spans/span-store.ts';
import { type Asking, askedSpans } from './asked-traces.ts';
import { limitParameter, parseQuery } from './query-parameters.ts';

const ListSpans = v.object({ limit: limitParameter(50, 1_000), cursor: v.optional(v.string()) });

/** `/api/v1/spans`: spans of all traces, the newest start first. */
export function spanListRoutes(spans: SpanStore, asking: Asking): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/spans', async (c) => {
    const { workspaceId } = c.get('principal');
    const { limit, cursor } = parseQuery(ListSpans, c.req.query());
    const filter = await askedSpans(c, asking);
    const after = cursor === undefined ? {} : { after: decodeCursor(cursor) };
    const page = await spans.listSpans({ workspaceId, filter, limit, ...after });
    const last = page.spans.at(-1);
    const answer: Page<SpanSummary> = {
      items: page.spans.map(spanSummary),
      nextCursor: page.hasMore && last !== undefined ? encodeCursor(last) : null,
      total: page.total,
      totalIsEstimate: page.isTotalEstimate,
    };
    return c.json(answer);
  });
}

/** A span's columns as they go on the wire. */
export function spanSummary(span: SpanColumns): SpanSummary {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || null,
    name: span.name,
    kind: span.kind,
    startNs: span.startNs.toString(),
    durationMs: offsetUs(span.startNs, span.endNs) / 1_000,
    status: spanStatus(span) as Status,
    ttftMs: span.ttftUs < 0 ? null : span.ttftUs / 1_000,
    service: span.service || null,
    provider: span.provider || null,
    model: span.model || null,
    inputTokens: known(span.inputTokens),
    outputTokens: known(span.outputTokens),
    costUsd: span.costNanoUsd === -1 ? null : toUsd(span.costNanoUsd as NanoUsd),
    isCostPartial: span.isCostPartial,
    isUsageEstimated: span.isUsageEstimated,
    sessionId: span.sessionId || null,
    userId: span.userId || null,
    promptName: span.promptName || null,
    promptVersion: span.promptVersion || null,
    preview: span.preview || null,
  };
}

function known(count: number): number | null {
  return count < 0 ? null : count;
}

function encodeCursor({ startNs, traceId, spanId }: SpanKey): string {
  return Buffer.from(`${startNs}.${traceId}.${spanId}`, 'latin1').toString('base64url');
}

function decodeCursor(text: string): SpanKey {
  const [, startNs, traceId, spanId] =
    /^(\d{1,20})\.([0-9a-f]{32})\.([0-9a-f]{16})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  try {
    return { startNs: nanos(startNs ?? ''), traceId: traceId!, spanId: spanId! };
  } catch (cause) {
    const message = 'cursor: pass the nextCursor of an earlier page as it is';
    throw new ApiError('INVALID_PARAMETER_VALUE', message, { cause });
  }
}
