import { type Context, Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { limitBody } from '../api/limit-body.ts';
import { checkedPath } from './artifact-path.ts';
import type { MlflowContext } from './endpoint.ts';
import type { MlflowDeps } from './mlflow-deps.ts';
import { serveArtifact } from './serve-artifact.ts';
import { otlpOfTraceData } from './traces/read-trace-data.ts';
import { readTrace } from './traces/read-traces.ts';
import { traceDataJson } from './traces/trace-data-json.ts';
import { mlflowTraceId, parseMlflowTraceId, readTraceId, traceNotFound } from './traces/trace-id.ts';
import { experimentOf } from './traces/trace-info-json.ts';

const MAX_BODY_BYTES = 64 * 1_024 * 1_024;
const FILE = 'traces.json';
/** Where clients that upload the spans of a trace as a file put it. */
const UPLOAD = `/2.0/mlflow-artifacts/artifacts/:experiment/traces/:trace/artifacts/${FILE}`;

/**
 * Spans as files: what clients upload goes through the same ingest as what comes over OTLP, and what they download is
 * written from the store. To be mounted before the other artifacts.
 */
export function traceDataRoutes(deps: Omit<MlflowContext, 'principal'>): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  for (const base of ['/api', '/ajax-api']) {
    routes.put(`${base}${UPLOAD}`, limitBody(MAX_BODY_BYTES), async (c, next) => {
      const traceId = readTraceId(c.req.param('trace'));
      return traceId === undefined ? next() : upload(c, { traceId, experiment: c.req.param('experiment') }, deps);
    });
    routes.get(`${base}${UPLOAD}`, async (c, next) => {
      const traceId = readTraceId(c.req.param('trace'));
      const stored = traceId && (await deps.traces.spans.getStoredSpans(c.get('principal').workspaceId, traceId));
      return stored ? c.json(traceDataJson(stored, deps.traces)) : next();
    });
    for (const version of ['2.0', '3.0']) {
      routes.get(`${base}/${version}/mlflow/get-trace-artifact`, async (c) => download(c, deps));
    }
  }
  return routes;
}

/** Acknowledged once the spans are on disk. @param experiment in case nothing was said of the trace before */
async function upload(
  c: Context<AppEnv>,
  { traceId, experiment }: { readonly traceId: string; readonly experiment: string },
  { stores, traces }: MlflowDeps,
): Promise<Response> {
  const { workspaceId } = c.get('principal');
  const info = (await stores.traceInfos.getInfos(workspaceId, [traceId])).get(traceId);
  const experimentId = info?.experimentId ?? experiment;
  if ((await stores.experiments.getById(workspaceId, experimentId)) === undefined) {
    throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`);
  }
  const body = await c.get('body').read(c, (bytes) => otlpOfTraceData(bytes, traceId));
  // The ingest counts what has been made of it.
  c.get('body').release();
  const request = { signal: 'traces', workspaceId, experimentId, runId: '', encoding: 'json', body } as const;
  const { accepted, rejected, message } = await traces.ingest.submit(request);
  c.set('auditCount', accepted);
  if (rejected > 0) throw new ApiError('INVALID_PARAMETER_VALUE', message);
  return c.json({});
}

/** Spans of a trace, or a file that was attached to it. */
async function download(c: Context<AppEnv>, deps: Omit<MlflowContext, 'principal'>): Promise<Response> {
  const id = c.req.query('request_id') ?? '';
  if (id === '')
    throw new ApiError('INVALID_PARAMETER_VALUE', 'Request must include the "request_id" query parameter.');
  const traceId = parseMlflowTraceId(id);
  const context: MlflowContext = { ...deps, principal: c.get('principal') };
  const path = c.req.query('path');
  if (path !== undefined && path !== '') {
    const experimentId = experimentOf(await readTrace(traceId, context));
    const folder = `${experimentId}/traces/${mlflowTraceId(traceId)}/artifacts/attachments`;
    return serveArtifact(c, deps.blobs, `${folder}/${checkedPath(path)}`);
  }
  const stored = await deps.traces.spans.getStoredSpans(context.principal.workspaceId, traceId);
  if (stored === undefined) throw traceNotFound(id);
  return c.json(traceDataJson(stored, deps.traces), 200, {
    'content-disposition': `attachment; filename=${FILE}`,
    'x-content-type-options': 'nosniff',
  });
}
