import { createHash } from 'node:crypto';
import { LlmRequests } from '../src/bench/llm-requests.ts';

/** Spans of a request, in whole traces. */
const SPANS = 60;
const RUN_KEY = 'loss';

/** What a collector has acknowledged. */
export interface Acknowledged {
  /** Requests of spans that were answered with 200, each the number of its client. */
  readonly requests: number[];
  /** Values of the metric, one a request to log. */
  readonly metrics: number[];
  /** Those of them that were sent more than once, since an answer was lost: nothing tells them from two equal values. */
  readonly repeated: number[];
  /** Hashes of contents by trace. */
  readonly contents: Map<string, string>;
}

/** One that sends spans, contents of them and metrics of a run, one after the other, until it is stopped. */
export class LoadClient {
  readonly acknowledged: Acknowledged = { requests: [], metrics: [], repeated: [], contents: new Map() };
  readonly #url: () => string;
  readonly #seed: number;
  readonly runId: string;
  readonly #mostRequests: number;
  #isStopped = false;
  #next = 0;
  #running: Promise<void> = Promise.resolve();

  /**
   * @param url asked anew for each request
   * @param mostRequests of spans; there is no more to send then
   */
  constructor(url: () => string, seed: number, runId: string, mostRequests: number = Number.POSITIVE_INFINITY) {
    this.#url = url;
    this.#seed = seed;
    this.runId = runId;
    this.#mostRequests = mostRequests;
  }

  /** Begins; each request that fails is made again until it is acknowledged, as senders do. */
  start(): void {
    this.#isStopped = false;
    this.#running = this.#run();
  }

  /** Resolves once what is under way is acknowledged. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** The body that a number stands for, the same each time. */
  bodyOf(number: number): Uint8Array {
    return new LlmRequests(this.#seedOf(number)).protobuf(SPANS);
  }

  /** How many spans each trace of a request has. */
  tracesOf(number: number): Map<string, number> {
    const body = JSON.parse(Buffer.from(new LlmRequests(this.#seedOf(number)).json(SPANS)).toString()) as OtlpRequest;
    const spans = body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    return new Map([...Map.groupBy(spans, ({ traceId }) => traceId)].map(([traceId, of]) => [traceId, of.length]));
  }

  #seedOf(number: number): number {
    return this.#seed * 1_000_000 + number;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped && this.#next < this.#mostRequests) {
      const number = this.#next++;
      await this.#send('/v1/traces', 'application/x-protobuf', this.bodyOf(number));
      this.acknowledged.requests.push(number);
      if (number % 3 === 0) await this.#log(number);
      if (number % 5 === 0) await this.#keep(number);
    }
  }

  async #log(number: number): Promise<void> {
    const value = this.#seedOf(number);
    const metrics = [{ key: RUN_KEY, value, timestamp: value, step: value }];
    const body = JSON.stringify({ run_id: this.runId, metrics });
    const attempts = await this.#send('/api/2.0/mlflow/runs/log-batch', 'application/json', body);
    this.acknowledged.metrics.push(value);
    if (attempts > 1) this.acknowledged.repeated.push(value);
  }

  async #keep(number: number): Promise<void> {
    // Many traces have the same content, as prompts of systems are.
    const content = `content ${number % 4}: ${'text '.repeat(2_000)}`;
    const sha256 = createHash('sha256').update(content).digest('hex');
    const traceId = createHash('md5').update(`${this.#seed}/${number}`).digest('hex');
    await this.#send(`/api/v1/blobs/${sha256}?trace=${traceId}`, 'application/octet-stream', content, 'PUT');
    this.acknowledged.contents.set(traceId, sha256);
  }

  /** @returns how often it was sent */
  async #send(path: string, contentType: string, body: Uint8Array | string, method = 'POST'): Promise<number> {
    for (let attempts = 1; ; attempts++) {
      try {
        const headers = { 'content-type': contentType };
        const response = await fetch(`${this.#url()}${path}`, { method, headers, body: body as BodyInit });
        const answer = await response.text();
        if (response.ok) return attempts;
        if (response.status < 500 && response.status !== 429) throw new TypeError(`${path}: ${answer}`);
      } catch (error) {
        if (error instanceof TypeError && error.cause === undefined) throw error;
      }
      // Whoever is gone is not asked again in the same moment.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Makes a run for clients to log to. @returns its id */
export async function newRun(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ experiment_id: '0', start_time: 1_767_225_600_000 });
  const made = await fetch(`${url}/api/2.0/mlflow/runs/create`, { method: 'POST', headers, body });
  const { run } = (await made.json()) as { readonly run: { readonly info: { readonly run_id: string } } };
  return run.info.run_id;
}

/** What a collector answers of what was sent. */
export interface Held {
  /** How many there are of each trace. */
  readonly spans: ReadonlyMap<string, number>;
  /** Values of the metric, in order of size. */
  readonly metrics: readonly number[];
  /** Hashes of contents that are not kept, or otherwise than they were sent. */
  readonly missing: readonly string[];
}

export async function heldBy(url: string, runId: string, contents: Iterable<string>): Promise<Held> {
  const get = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response;
  };
  const spans = new Map<string, number>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await get(`/api/v1/traces?limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    const { items, nextCursor } = (await page.json()) as TracePage;
    for (const { traceId, spanCount } of items) spans.set(traceId, spanCount);
    cursor = nextCursor ?? null;
  }
  const metrics: number[] = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const query = `run_id=${runId}&metric_key=${RUN_KEY}&max_results=1000${token && `&page_token=${token}`}`;
    const answer = (await (await get(`/api/2.0/mlflow/metrics/get-history?${query}`)).json()) as MetricHistory;
    metrics.push(...(answer.metrics ?? []).map(({ value }) => value));
    token = answer.next_page_token || undefined;
  }
  const missing: string[] = [];
  for (const sha256 of new Set(contents)) {
    const content = Buffer.from(await (await fetch(`${url}/api/v1/blobs/${sha256}`)).arrayBuffer());
    if (createHash('sha256').update(content).digest('hex') !== sha256) missing.push(sha256);
  }
  return { spans, metrics: metrics.sort((a, b) => a - b), missing };
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly { readonly traceId: string }[] }[];
  }[];
}

interface TracePage {
  readonly items: readonly { readonly traceId: string; readonly spanCount: number }[];
  readonly nextCursor?: string | null;
}

interface MetricHistory {
  readonly metrics?: readonly { readonly value: number }[];
  readonly next_page_token?: string;
}

/** Spans of each trace in requests, by the sender's own count. */
export function spansSent(clients: readonly LoadClient[]): Map<string, number> {
  const spans = new Map<string, number>();
  for (const client of clients) {
    for (const number of client.acknowledged.requests) {
      for (const [traceId, count] of client.tracesOf(number)) spans.set(traceId, count);
    }
  }
  return spans;
}
