import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LoadedApp, TracewrightClient } from '@tracewright/client';
import { loadAppModule } from './app-module.ts';
import { AppRunner } from './app-runner.ts';
import { admit } from './callers.ts';
import { ChatModel } from './chat-model.ts';
import { answerInvocation, type Serving, sendJson } from './invocations.ts';
import { readCsvInvocation, readInvocation } from './read-invocation.ts';
import { asServingError, ServingError } from './serving-error.ts';
import { WorkQueue } from './work-queue.ts';

/** MLflow's version, which its clients ask for. */
const MLFLOW_VERSION = '3.17.2';
const MAX_BODY_BYTES = 16 * 1_024 * 1_024;

export interface ServeModelOptions {
  /** Default 0, which picks a free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** What callers have to show, as `Authorization: Bearer <key>`. Default: nobody is asked who he is. */
  readonly apiKey?: string;
  /** Whose models are meant. Default: as of `new TracewrightClient()`. */
  readonly client?: Pick<TracewrightClient, 'apps'>;
  /** Of an interface like OpenAI's, for applications that name none. Default: `OPENAI_BASE_URL`, then OpenAI's own. */
  readonly baseUrl?: string;
  /** Of the host of `baseUrl`: an application that names another host is asked without it. Default: `OPENAI_API_KEY`. */
  readonly modelApiKey?: string;
  /** Calls of the application that are under way at a time. Default 8. */
  readonly concurrency?: number;
  /** Calls that may wait for a place; more are answered 429. Default 1,000. */
  readonly waiting?: number;
  /** How long `close` waits for calls that are under way, in milliseconds. Default 30,000. */
  readonly graceMs?: number;
}

/** A model that is served. */
export interface ServedModel {
  readonly url: string;
  readonly app: LoadedApp;
  /** Answers what is under way, as long as `graceMs` allows, and takes nothing more. */
  close(): Promise<void>;
}

/**
 * Serves an application that was logged as a model, by MLflow's interface: `/invocations`, `/ping`, `/health`, `/version`.
 * Where `autolog()` is on, each call is a trace that names the version.
 *
 * @param uri such as `models:/support-bot/Production`; what it stands for now is served until it is closed
 * @throws TracewrightError `NOT_IMPLEMENTED` for a model of another kind; Node's own error where the port is taken
 */
export async function serveModel(uri: string, options: ServeModelOptions = {}): Promise<ServedModel> {
  const { host = '127.0.0.1', port = 0, concurrency = 8, waiting = 1_000, graceMs = 30_000 } = options;
  const { client = new TracewrightClient() } = options;
  const app = await client.apps.load(uri);
  const model = new ChatModel(app.config.model, {
    baseUrl: options.baseUrl ?? (process.env.OPENAI_BASE_URL || 'https://api.openai.com/v1'),
    apiKey: options.modelApiKey ?? process.env.OPENAI_API_KEY,
  });
  const serving: ServedApp = {
    app,
    apiKey: options.apiKey,
    runner: new AppRunner(app, await loadAppModule(app), model),
    queue: new WorkQueue(concurrency, waiting),
    name: app.config.name,
  };
  const server = createServer((request, response) => {
    answer(serving, request, response).catch((error: unknown) => fail(response, error));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${(server.address() as AddressInfo).port}`,
    app,
    close: () => closeServer(server, graceMs),
  };
}

interface ServedApp extends Serving {
  readonly app: LoadedApp;
  readonly apiKey: string | undefined;
}

async function answer(serving: ServedApp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [pathname = '/'] = (request.url ?? '/').split('?');
  // Whoever watches over the process has no key and any name for it.
  if (request.method === 'GET' && (pathname === '/ping' || pathname === '/health')) {
    response.writeHead(200, { 'content-type': 'application/json' }).end('\n');
  } else if (request.method === 'GET' && pathname === '/version') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(MLFLOW_VERSION);
  } else if (request.method === 'POST' && pathname === '/invocations') {
    admit(request, serving.apiKey);
    const type = request.headers['content-type'] ?? '';
    const [, kind] = /^(application\/json|text\/csv)\s*(?:;|$)/i.exec(type) ?? [];
    if (kind === undefined) return refuseType(response, type);
    const body = await bodyOf(request);
    const asked =
      kind.toLowerCase() === 'text/csv' ? readCsvInvocation(body) : readInvocation(body, serving.app.inputs);
    // Who has gone away needs no answer, and the model is not asked on.
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await answerInvocation(serving, asked, response, gone.signal);
  } else {
    throw new ServingError('ENDPOINT_NOT_FOUND', `there is nothing at ${request.method} ${pathname}`);
  }
}

function refuseType(response: ServerResponse, type: string): void {
  const types = "['text/csv', 'application/json']";
  const message = `This predictor only supports the following content types: Types: ${types}. Got '${type}'.`;
  response.writeHead(415, { 'content-type': 'text/plain' }).end(message);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw new ServingError('PAYLOAD_TOO_LARGE', `a call has at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function fail(response: ServerResponse, error: unknown): void {
  // What has begun can only be cut off.
  if (response.headersSent || response.destroyed) return void response.destroy();
  const { status, code, message, retryAfter } = asServingError(error);
  const headers = {
    ...(code === 'UNAUTHENTICATED' && { 'www-authenticate': 'Bearer' }),
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  };
  sendJson(response, status, { error_code: code, message }, headers);
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  // Who sends half a call or does not read his answer would keep it open for ever.
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
