import { type Context, Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { incomingBody } from '../../body/incoming-body.ts';
import { readBody } from '../../body/read-body.ts';
import { ApiError } from '../../errors.ts';
import type { Ingest } from '../../ingest/ingest.ts';
import { CONTENT_TYPE, encodingOf, type OtlpSignal } from '../../otlp/encoding.ts';
import { encodeExportResponse } from '../../otlp/export-response.ts';
import { asOtlpError, otlpErrorResponse } from './otlp-error-response.ts';
import { type RoutingDeps, readRouting } from './routing.ts';

export const DEFAULT_MAX_BODY_BYTES: number = 64 * 1024 * 1024;

export interface OtlpDeps extends RoutingDeps {
  readonly ingest: Ingest;
  /** Of one request, as sent as well as inflated. Default 64 MiB. */
  readonly maxBodyBytes?: number;
  /** Told of each failure that is a bug: the sender only learns that there was one. */
  readonly reportError?: (error: unknown, request: string) => void;
  /** Told of each request that is refused as a whole, with what was thrown. */
  readonly refused?: (error: unknown) => void;
}

const SIGNALS: readonly OtlpSignal[] = ['traces', 'logs', 'metrics'];
const NO_ROUTING = { experimentId: '', runId: '' };

/**
 * OTLP over HTTP, to be mounted under `/v1` behind whatever sets `principal`: `/traces` is stored, and so is what
 * `/logs` says about model calls, which goes to their spans. Everything else there, and `/metrics`, is read and
 * counted, so that a sender of all three has no errors to report.
 */
export function otlpRoutes(deps: OtlpDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  for (const signal of SIGNALS) {
    app.post(`/${signal}`, (c) => exportSignal(c, signal, deps));
    app.all(`/${signal}`, (c) => {
      const answer = failed(c, new ApiError('METHOD_NOT_ALLOWED', `${c.req.method} is not allowed here; POST is`));
      answer.headers.set('allow', 'POST');
      return answer;
    });
  }
  app.onError((error, c) => {
    deps.refused?.(error);
    if (!(error instanceof ApiError)) deps.reportError?.(error, `${c.req.method} ${c.req.path}`);
    return failed(c, asOtlpError(error));
  });
  return app;
}

async function exportSignal(c: Context<AppEnv>, signal: OtlpSignal, deps: OtlpDeps): Promise<Response> {
  const contentType = c.req.header('content-type');
  const encoding = encodingOf(contentType);
  if (encoding === undefined) {
    const expected = Object.values(CONTENT_TYPE).join(' and ');
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', `content type "${contentType ?? ''}"; ${expected} are understood`);
  }
  const { workspaceId } = c.get('principal');
  const { budget, bodies: buffers } = deps.ingest;
  const hold = budget.hold();
  try {
    const body = await readBody(incomingBody(c), {
      maxBytes: deps.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
      hold,
      buffers,
    });
    const routing = signal === 'traces' ? await readRouting(c.req.raw.headers, workspaceId, deps) : NO_ROUTING;
    // What it was inflated from is gone.
    hold.shrinkTo(body.byteLength);
    const result = await deps.ingest.submit({ signal, workspaceId, encoding, body, ...routing }, hold);
    c.set('auditCount', signal === 'traces' ? result.accepted : 1);
    return new Response(encodeExportResponse(encoding, signal, result.rejected, result.message), {
      headers: { 'content-type': CONTENT_TYPE[encoding] },
    });
  } finally {
    hold.release();
  }
}

function failed(c: Context<AppEnv>, error: ApiError): Response {
  return otlpErrorResponse(error, c.req.header('content-type'));
}
