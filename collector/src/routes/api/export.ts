import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { otlpJson } from '../../export/otlp-json.ts';
import { CSV_HEAD, spanCsv } from '../../export/span-csv.ts';
import { traceRoute } from '../../export/trace-route.ts';
import type { SpanStore, TraceRow } from '../../storage/spans/span-store.ts';
import type { ExperimentStore } from '../../storage/tracking/experiments/experiment-store.ts';
import { type Asking, askedTraces } from './asked-traces.ts';
import { choiceParameter, parseQuery } from './query-parameters.ts';
import { rowsOf } from './traces-of.ts';

const Query = v.object({ format: v.optional(choiceParameter('otlp', 'csv'), 'otlp') });

/** Names of experiments; undefined: nobody knows them. */
export type ExperimentNames = Pick<ExperimentStore, 'getById'> | undefined;

/** Where a line's trace is read. */
interface Place {
  readonly spans: SpanStore;
  readonly workspaceId: string;
  /** Undefined where it is not known. */
  readonly nameOf: (experimentId: string) => Promise<string | undefined>;
}

/**
 * `/api/v1/export?filter=&format=otlp|csv`: the traces of a filter, the newest first. As OTLP each is a line that
 * `/v1/traces` takes back as it is, with where it belongs beside it for `traces import`; as CSV each span is one, with its
 * columns and without texts but for the preview.
 */
export function exportRoutes(spans: SpanStore, asking: Asking, experiments?: ExperimentNames): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/export', async (c) => {
    const { workspaceId } = c.get('principal');
    const { format } = parseQuery(Query, c.req.query());
    const filter = await askedTraces(c, asking);
    const isCsv = format === 'csv';
    c.header('Content-Type', isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
    c.header('Content-Disposition', `attachment; filename="traces.${isCsv ? 'csv' : 'jsonl'}"`);
    const place = { spans, workspaceId, nameOf: namesOf(workspaceId, experiments) };
    return stream(c, async (body) => {
      if (isCsv) await body.write(CSV_HEAD);
      for await (const row of rowsOf(spans, workspaceId, filter)) {
        if (body.aborted) return;
        await body.write(await (isCsv ? csvOf(row, place) : otlpOf(row, place)));
      }
    });
  });
}

/** Nothing where the trace has been deleted meanwhile. */
async function otlpOf({ traceId, experimentId }: TraceRow, { spans, workspaceId, nameOf }: Place): Promise<string> {
  const stored = await spans.getStoredSpans(workspaceId, traceId);
  if (stored === undefined) return '';
  const name = await nameOf(experimentId);
  return `${otlpJson(stored, traceRoute(stored, name === undefined ? undefined : { id: experimentId, name }))}\n`;
}

async function csvOf({ traceId, experimentId }: TraceRow, { spans, workspaceId, nameOf }: Place): Promise<string> {
  const columns = await spans.getSpans(workspaceId, traceId);
  if (columns === undefined) return '';
  return spanCsv(traceId, columns, (await nameOf(experimentId)) ?? experimentId);
}

/** Asks for each once. */
function namesOf(workspaceId: string, experiments: ExperimentNames): Place['nameOf'] {
  const known = new Map<string, string | undefined>();
  return async (id) => {
    if (!known.has(id)) known.set(id, (await experiments?.getById(workspaceId, id))?.name);
    return known.get(id);
  };
}
