import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveBuilt } from './built-files.ts';
import { FakeFeedback } from './fake-feedback.ts';
import { checkFakeFilter, FAKE_FILTER_FIELDS } from './fake-filter.ts';
import { answerMlflow } from './fake-mlflow.ts';
import { answerQuestion, matchingTraces } from './fake-questions.ts';
import { listenAgain } from './same-port.ts';
import type { SampleTrace } from './sample-trace.ts';

/** As strict as the collector's: nothing inline, nothing from elsewhere. */
const SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Stands in for the collector: the built viewer, and `/api/v1` over traces in memory. */
export class FakeServer {
  /** Newest first is not required. */
  readonly traces: SampleTrace[];
  #isDown = false;
  /** Trace and key of each tag that was set. */
  readonly tagged: string[] = [];
  /** Bodies of OTLP requests, which it does not keep otherwise. */
  readonly sent: string[] = [];
  readonly #listeners = new Set<ServerResponse>();
  readonly #distDir: string | undefined;
  readonly #server: Server;
  readonly #feedback = new FakeFeedback();

  /** @param distDir The built viewer; absent where only the API is wanted. */
  constructor(traces: readonly SampleTrace[], distDir?: string) {
    this.traces = [...traces];
    this.#distDir = distDir;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** While true, the API's connections are cut as if the collector were gone, those that listen too. */
  set isDown(isDown: boolean) {
    this.#isDown = isDown;
    if (isDown) for (const listener of this.#listeners) listener.destroy();
  }

  /** @param port 0 picks a free one, that of the last where it is. @returns the address, without a slash at its end. */
  listen(port = 0): Promise<string> {
    return listenAgain(this.#server, port);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/v1/traces') {
      this.sent.push(await text(request));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    if (!/^\/(ajax-)?api\//.test(url.pathname))
      return serveBuilt(this.#distDir, url.pathname, SECURITY_POLICY, response);
    if (this.#isDown) {
      response.destroy();
      return;
    }
    if (url.pathname === '/api/v1/live') return this.#live(response);
    if (this.#change(request.method, url.pathname)) {
      response.writeHead(204).end();
      return;
    }
    const noted = await this.#feedback.answer(request);
    if (noted) {
      response.writeHead(noted[0], { 'content-type': 'application/json' });
      response.end(noted[1] && JSON.stringify(noted[1]));
      return;
    }
    const check = checkFakeFilter(url.pathname === '/api/v1/traces' ? (url.searchParams.get('filter') ?? '') : '');
    if (!check.ok) {
      response.writeHead(400, { 'content-type': 'application/json' });
      const message = `filter: ${check.message} (column ${check.start + 1})`;
      response.end(JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message }));
      return;
    }
    const body = this.#api(url);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'there is no such thing' }));
  }

  #api({ pathname, searchParams }: URL): unknown {
    if (pathname === '/api/v1/version') return { version: '0.0.0', mlflow: '3.17.2' };
    if (pathname === '/api/v1/filter-fields') return FAKE_FILTER_FIELDS;
    if (pathname === '/api/v1/filter-check') return checkFakeFilter(searchParams.get('filter') ?? '');
    const answer = answerMlflow(pathname, searchParams) ?? answerQuestion(pathname, this.traces, searchParams);
    if (answer !== undefined) return answer;
    const [, id, what, spanId] =
      /^\/api\/v1\/traces(?:\/(\w+))?(?:\/(skeleton|spans))?(?:\/(\w+))?$/.exec(pathname) ?? [];
    if (id === undefined) return pathname === '/api/v1/traces' ? this.#list(searchParams) : undefined;
    const trace = this.traces.find(({ detail }) => detail.traceId === id);
    if (what === 'skeleton') return trace?.skeleton;
    if (what === 'spans') return trace?.span(spanId ?? '');
    return trace && { ...trace.detail, feedback: this.#feedback.of(id) };
  }

  #list(query: URLSearchParams): unknown {
    const matching = matchingTraces(this.traces, query).map(({ detail }) => detail);
    const after = matching.findIndex(({ traceId }) => traceId === query.get('cursor')) + 1;
    const items = matching.slice(after, after + Number(query.get('limit') ?? 50));
    const nextCursor = after + items.length < matching.length ? (items.at(-1)?.traceId ?? null) : null;
    return { items, nextCursor, total: matching.length, totalIsEstimate: false };
  }

  /** Tells everybody who listens that a trace is new or has changed. */
  tell(trace: SampleTrace): void {
    const data = JSON.stringify({ changed: [trace.detail] });
    for (const listener of this.#listeners) listener.write(`event: traces\ndata: ${data}\n\n`);
  }

  #live(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  /** Deletes a trace or takes a tag, which it does not keep. @returns whether it was asked to */
  #change(method: string | undefined, path: string): boolean {
    const [, id, tag] = /^\/api\/v1\/traces\/(\w+)(?:\/tags\/(.+))?$/.exec(path) ?? [];
    if (id === undefined || (method !== 'DELETE' && method !== 'PUT')) return false;
    const at = this.traces.findIndex(({ detail }) => detail.traceId === id);
    if (method === 'DELETE' && tag === undefined && at >= 0) this.traces.splice(at, 1);
    if (tag !== undefined) this.tagged.push(`${id} ${decodeURIComponent(tag)}`);
    return true;
  }
}
