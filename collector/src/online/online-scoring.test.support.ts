import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createPricer, type PriceOverride } from '@tracewright/pricing';
import type { Feedback, NewOnlineScorer } from '@tracewright/schema';
import { onTestFinished } from 'vitest';
import { createLocalIngest } from '../ingest/local-ingest.ts';
import { attributesJson } from '../routes/mlflow/traces/any-value-json.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import type { ScorerDay, StoredScorer } from '../storage/tracking/online/online-scorer-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { OnlineDeps } from './online-deps.ts';
import { scoringRound } from './online-scoring.ts';
import type { OnlineSettings } from './thread/online-protocol.ts';
import type { TraceScoring } from './thread/online-thread.ts';
import { TraceScorer } from './thread/score-trace.ts';

/** What the calls of judges cost in tests. */
export const PRICES: readonly PriceOverride[] = [
  { model: 'judge-small', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 },
];

/** What is in a span of a test. */
export interface SentSpan {
  /** Number of the trace, which makes its id. */
  readonly trace: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly experiment?: string;
}

export function traceIdOf(trace: number): string {
  return trace.toString(16).padStart(32, '0');
}

export interface OnlineWorld {
  readonly clock: { nowMs: number };
  readonly stores: TrackingStores;
  readonly spans: MemorySpanStore;
  readonly deps: OnlineDeps;
  readonly faults: readonly unknown[];
  readonly round: () => Promise<boolean>;
  /** Sends whole traces of one span each. */
  readonly send: (...sent: readonly SentSpan[]) => Promise<void>;
  /** Makes the scorer `s`, with what a test says of it. */
  readonly scorer: (given?: Partial<NewOnlineScorer>) => Promise<StoredScorer>;
  /** Lets everything that waits be scored. */
  readonly settle: () => Promise<void>;
  readonly scores: (trace: number) => Promise<readonly Pick<Feedback, 'name' | 'value' | 'source'>[]>;
  /** Counts of the scorer's first day. */
  readonly today: () => Promise<ScorerDay | undefined>;
}

/** Everything that scoring of traces needs, in memory, with a clock of its own. */
export async function onlineWorld(settings: Partial<OnlineSettings> = {}, thread?: TraceScoring): Promise<OnlineWorld> {
  const clock = { nowMs: 1_767_225_600_000 };
  const stores = await openTrackingStores({ file: ':memory:', nowMs: () => clock.nowMs });
  onTestFinished(() => stores.close());
  const spans = new MemorySpanStore();
  const prices = settings.prices ?? PRICES;
  const resolveExperiment = (name: string, workspaceId: string) => stores.experiments.resolve(workspaceId, name);
  const ingest = createLocalIngest({ store: spans, pricer: createPricer(prices), resolveExperiment });
  const outgoing = settings.outgoing ?? { allow: ['127.0.0.1'], keys: [] };
  const faults: unknown[] = [];
  const deps: OnlineDeps = {
    spans,
    scorers: stores.onlineScorers,
    work: stores.onlineWork,
    assessments: stores.assessments,
    experiments: stores.experiments,
    notes: stores.notes,
    thread: thread ?? new TraceScorer({ prices, outgoing }, { KEY: 'secret' }),
    ingest,
    resolveExperiment,
    nowMs: () => clock.nowMs,
    report: (error) => faults.push(error),
  };
  const { signal } = new AbortController();
  const round = () => scoringRound('default', deps, signal);
  await stores.onlineWork.enqueue('default', [], 0);
  return {
    ...{ clock, stores, spans, deps, faults, round },
    send: (...sent) => sendSpans(sent, ingest, clock.nowMs),
    scorer: (given = {}) => stores.onlineScorers.create('default', 's', { ...CONTAINS, ...given }),
    settle: async () => {
      for (let rounds = 0; rounds < 20; rounds++) {
        clock.nowMs += 1_000;
        if (!(await round()) && (await stores.onlineWork.waitingCount('default', ['s'])) === 0) return;
      }
    },
    scores: async (trace) =>
      (await stores.notes.listFeedback('default', traceIdOf(trace))).map(({ name, value, source }) => ({
        name,
        value,
        source,
      })),
    today: async () => (await stores.onlineScorers.days('default', '2026-01-01')).get('s')?.[0],
  };
}

const CONTAINS: NewOnlineScorer = {
  name: 'polite',
  rule: { kind: 'contains', texts: ['please'], mode: 'any', ignoreCase: true },
  filter: '',
  sampleRate: 1,
  delayMs: 1_000,
  budget: { calls: null, usd: null },
  isEnabled: true,
};

async function sendSpans(sent: readonly SentSpan[], ingest: OnlineDeps['ingest'], nowMs: number): Promise<void> {
  for (const { trace, attributes = {}, experiment = 'Default' } of sent) {
    const span = {
      traceId: traceIdOf(trace),
      spanId: trace.toString(16).padStart(16, '0'),
      name: 'answer',
      startTimeUnixNano: `${nowMs}000000`,
      endTimeUnixNano: `${nowMs + 500}000000`,
      attributes: attributesJson({ 'tracewright.input': '"Where is my tent?"', ...attributes }),
    };
    const resource = { attributes: attributesJson({ 'tracewright.experiment': experiment }) };
    const body = new TextEncoder().encode(
      JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
    );
    const request = {
      signal: 'traces',
      workspaceId: 'default',
      experimentId: '',
      runId: '',
      encoding: 'json',
      body,
    } as const;
    await ingest.submit(request);
  }
}

/** What a provider makes of a request: the text of an answer, or a refusal. */
export type ProviderBehaviour = () => string | { readonly status: number; readonly headers?: Record<string, string> };

export interface JudgeProvider {
  readonly state: { behave: ProviderBehaviour };
  readonly requests: readonly {
    readonly authorization: string | undefined;
    readonly body: { readonly model: string };
  }[];
  readonly baseUrl: string;
}

/** A provider of judges on a free port. */
export async function judgeProvider(): Promise<JudgeProvider> {
  const state = { behave: (() => JSON.stringify({ rationale: 'Plainly.', verdict: 'yes' })) as ProviderBehaviour };
  const requests: JudgeProvider['requests'][number][] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as { model: string };
    requests.push({ authorization: request.headers.authorization, body });
    const answer = state.behave();
    response.setHeader('content-type', 'application/json');
    if (typeof answer !== 'string') {
      response.writeHead(answer.status, answer.headers);
      response.end(JSON.stringify({ error: { message: `refused with ${answer.status}` } }));
      return;
    }
    const usage = { prompt_tokens: 100, completion_tokens: 20 };
    response.end(JSON.stringify({ model: body.model, choices: [{ message: { content: answer } }], usage }));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { state, requests, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}
