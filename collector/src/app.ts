import { type Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { AppEnv } from './app-env.ts';
import { DEFAULT_WORKSPACE_ID } from './authorize.ts';
import { countBodies } from './body/count-bodies.ts';
import { answerHeaders } from './border/answer-headers.ts';
import { type BorderRules, border } from './border/border.ts';
import { errorAnswer } from './error-answer.ts';
import { ApiError } from './errors.ts';
import type { IngestMeter } from './metrics/ingest-meter.ts';
import { type ApiDeps, apiRoutes } from './routes/api/api-routes.ts';
import { metricsRoutes } from './routes/metrics.ts';
import type { MlflowDeps } from './routes/mlflow/mlflow-deps.ts';
import { mlflowRoutes } from './routes/mlflow/mlflow-routes.ts';
import { otlpErrorResponse } from './routes/otlp/otlp-error-response.ts';
import { type OtlpDeps, otlpRoutes } from './routes/otlp/otlp-routes.ts';
import { pageRoutes } from './routes/pages.ts';
import { versionRoutes } from './routes/version.ts';
import type { TextLag } from './storage/spans/sqlite/text/text-filler.ts';

/** What the application is put together from. */
export interface AppDeps {
  readonly border: BorderRules;
  readonly api: ApiDeps;
  /** Undefined: MLflow's interface is not there. */
  readonly mlflow: MlflowDeps | undefined;
  readonly otlp: Omit<OtlpDeps, 'reportError' | 'refused'>;
  /** What goes through the ingest of `otlp`. */
  readonly meter: IngestMeter;
  /** How far the index of texts is behind; undefined where that is not known. */
  readonly textLag?: () => TextLag | undefined;
  /** Folder of the built viewer; undefined where it is not installed. */
  readonly viewerDir: string | undefined;
  /** Our own version. */
  readonly version: string;
  /** Told of every failure that is a bug: the client only learns that there was one. */
  readonly reportError: (error: unknown, request: string) => void;
}

/** Builds the HTTP application. Opens no socket and reads no environment. */
export function createApp(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(answerHeaders());
  app.use(countBodies({ budget: deps.otlp.ingest.budget, buffers: deps.otlp.ingest.bodies }));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const answer = fail(c, new ApiError('METHOD_NOT_ALLOWED', `${c.req.path} takes ${methods.join(', ')}`));
        answer.headers.set('allow', methods.join(', '));
        return answer;
      },
    }),
  );
  // Before the border: whoever watches over the process has no key and any name for it.
  app.get('/health', (c) => c.text('OK'));
  app.route('/', border(deps.border));
  app.route('/', versionRoutes(deps.version));
  const { meter, textLag } = deps;
  const refused = (error: unknown): void => meter.refused(error);
  app.route('/v1', otlpRoutes({ ...deps.otlp, reportError: deps.reportError, refused }));
  const directory = deps.api.workspaces?.directory;
  const workspaceIds = async () => (await directory?.list())?.map(({ id }) => id) ?? [DEFAULT_WORKSPACE_ID];
  app.route('/', metricsRoutes({ meter, textLag, workspaceIds, spans: deps.api.spans }));
  app.route('/api/v1', apiRoutes(deps.api));
  if (deps.mlflow !== undefined) app.route('/', mlflowRoutes(deps.mlflow));
  app.route('/', pageRoutes(deps.viewerDir));
  app.notFound((c) => fail(c, new ApiError('ENDPOINT_NOT_FOUND', `there is nothing at ${c.req.method} ${c.req.path}`)));
  app.onError((error, c) => {
    // What the border refuses never comes to the routes: no key, or too much by one.
    if (c.req.path.startsWith('/v1/')) refused(error);
    if (error instanceof ApiError) return fail(c, error);
    deps.reportError(error, `${c.req.method} ${c.req.path}`);
    return fail(c, new ApiError('INTERNAL_ERROR', 'internal error', { cause: error }));
  });
  return app;
}

/** The one place where failures become answers, in the form that the path's clients understand. */
function fail(c: Context, error: ApiError): Response {
  if (c.req.path.startsWith('/v1/')) return otlpErrorResponse(error, c.req.header('content-type'));
  const answer = errorAnswer(error);
  // A script's request makes no dialogue appear over the page that has its own.
  const isOfScript = !['navigate', undefined].includes(c.req.header('sec-fetch-mode'));
  if (answer.status === 401 && isOfScript) answer.headers.set('www-authenticate', 'Bearer realm="Tracewright"');
  return answer;
}
