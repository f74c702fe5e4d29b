import type { SpanSummary } from '@tracewright/schema';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { csvLine } from '../../export/csv.ts';
import { otlpJson } from '../../export/otlp-json.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import { type Asking, askedTraces } from './asked-traces.ts';
import { choiceParameter, parseQuery } from './query-parameters.ts';
import { spanSummary } from './span-list.ts';
import { tracesOf } from './traces-of.ts';

const Query = v.object({ format: v.optional(choiceParameter('otlp', 'csv'), 'otlp') });

const COLUMNS: readonly (keyof SpanSummary)[] = [
  'traceId',
  'spanId',
  'parentSpanId',
  'name',
  'kind',
  'startNs',
  'durationMs',
  'status',
  'ttftMs',
  'service',
  'provider',
  'model',
  'inputTokens',
  'outputTokens',
  'costUsd',
  'isCostPartial',
  'isUsageEstimated',
  'sessionId',
  'userId',
  'promptName',
  'promptVersion',
];

/**
 * `/api/v1/export?filter=&format=otlp|csv`: the traces of a filter, the newest first. As OTLP each is a line that
 * `/v1/traces` takes back as it is; as CSV each span is one, with its columns and without texts.
 */
export function exportRoutes(spans: SpanStore, asking: Asking): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/export', async (c) => {
    const { workspaceId } = c.get('principal');
    const { format } = parseQuery(Query, c.req.query());
    const filter = await askedTraces(c, asking);
    const isCsv = format === 'csv';
    c.header('Content-Type', isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
    c.header('Content-Disposition', `attachment; filename="traces.${isCsv ? 'csv' : 'jsonl'}"`);
    return stream(c, async (body) => {
      if (isCsv) await body.write(csvLine(COLUMNS));
      for await (const traceId of tracesOf(spans, workspaceId, filter)) {
        if (body.aborted) return;
        const text = isCsv ? await csvOf(spans, workspaceId, traceId) : await otlpOf(spans, workspaceId, traceId);
        await body.write(text);
      }
    });
  });
}

/** Nothing where the trace has been deleted meanwhile. */
async function otlpOf(spans: SpanStore, workspaceId: string, traceId: string): Promise<string> {
  const stored = await spans.getStoredSpans(workspaceId, traceId);
  return stored === undefined ? '' : `${otlpJson(stored)}\n`;
}

async function csvOf(spans: SpanStore, workspaceId: string, traceId: string): Promise<string> {
  const columns = (await spans.getSpans(workspaceId, traceId)) ?? [];
  return columns
    .map(spanSummary)
    .map((summary) => csvLine(COLUMNS.map((column) => summary[column])))
    .join('');
}
