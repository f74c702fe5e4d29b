import { createPricer } from '@tracewright/pricing';
import type { Feedback, FeedbackChange, Nanos, SpanDetail } from '@tracewright/schema';
import type { Hono } from 'hono';
import { type AppDeps, createApp } from '../app.ts';
import type { AppEnv } from '../app-env.ts';
import type { BorderRules } from '../border/border.ts';
import { createLocalIngest } from '../ingest/local-ingest.ts';
import { ChangeFeed } from '../live/change-feed.ts';
import { IngestMeter } from '../metrics/ingest-meter.ts';
import { spanDetail } from '../normalise/span-detail.ts';
import type { TraceNotes } from '../routes/api/trace-notes.ts';
import type { MlflowDeps } from '../routes/mlflow/mlflow-deps.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import type { Judgement, NewTraceTag, TagOfTrace } from '../storage/tracking/trace-notes/trace-note-store.ts';
import { authorizeEveryone } from './stand-in-authorize.ts';

/** An app over stores in memory, as a collector on loopback without a key has it. */
export function testApp(
  given: {
    readonly border?: Partial<BorderRules>;
    readonly api?: Partial<AppDeps['api']>;
    readonly mlflow?: Omit<MlflowDeps, 'traces'>;
    readonly viewerDir?: string;
    /** Default: no bound that a test would come to. */
    readonly maxBytesInFlight?: number;
    readonly reportError?: AppDeps['reportError'];
  } = {},
): Hono<AppEnv> {
  let ids = 0;
  const spans = given.api?.spans ?? new MemorySpanStore();
  const pricer = createPricer();
  const { ingest, meter } = IngestMeter.around(
    createLocalIngest({
      ...{ store: spans, pricer, resolveExperiment: async () => '1' },
      ...(given.maxBytesInFlight === undefined ? {} : { maxBytesInFlight: given.maxBytesInFlight }),
    }),
  );
  return createApp({
    border: {
      authorize: authorizeEveryone(),
      listenHost: '127.0.0.1',
      allowedHosts: [],
      allowedOrigins: [],
      ...given.border,
    },
    api: {
      notes: new MemoryTraceNotes(),
      spanDetail: () => ({}) as SpanDetail,
      clock: { newId: () => `id-${++ids}`, nowNs: () => 1_700_000_000_000_000_000n as Nanos },
      feed: new ChangeFeed(spans, 1),
      setup: {
        version: '1.2.3',
        isKeyRequired: async () => false,
        maxAgeMs: undefined,
        maxStoreBytes: undefined,
        maxBodyBytes: 1_024 * 1_024,
        priceOverrides: [],
        pricer,
      },
      ...given.api,
      spans,
    },
    mlflow: given.mlflow && {
      ...given.mlflow,
      traces: { spans, ingest, spanDetail: (span) => spanDetail(span, pricer), newId: () => `id-${++ids}` },
    },
    meter,
    otlp: {
      ingest,
      resolveExperiment: async () => '1',
      maxBodyBytes: 1_024 * 1_024,
    },
    viewerDir: given.viewerDir,
    version: '1.2.3',
    reportError: given.reportError ?? (() => {}),
  });
}

/** Keeps notes in memory, for tests. */
export class MemoryTraceNotes implements TraceNotes {
  readonly #tags = new Map<string, Map<string, string>>();
  #feedback: { readonly workspaceId: string; readonly feedback: Feedback }[] = [];

  async getTraceTags(
    workspaceId: string,
    traceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    return new Map(traceIds.map((id) => [id, Object.fromEntries(this.#tags.get(`${workspaceId} ${id}`) ?? [])]));
  }

  async setTraceTag(workspaceId: string, traceId: string, key: string, value: string): Promise<void> {
    const place = `${workspaceId} ${traceId}`;
    this.#tags.set(place, (this.#tags.get(place) ?? new Map()).set(key, value));
  }

  async setTraceTags(workspaceId: string, tags: readonly NewTraceTag[]): Promise<void> {
    for (const { traceId, key, value } of tags) await this.setTraceTag(workspaceId, traceId, key, value);
  }

  async deleteTraceTag(workspaceId: string, traceId: string, key: string): Promise<boolean> {
    return this.#tags.get(`${workspaceId} ${traceId}`)?.delete(key) ?? false;
  }

  async addFeedback(workspaceId: string, feedback: Feedback): Promise<void> {
    this.#feedback.push({ workspaceId, feedback });
  }

  async feedbackOn(workspaceId: string, traceIds: readonly string[]): Promise<readonly Feedback[]> {
    return this.#feedback
      .filter((entry) => entry.workspaceId === workspaceId && traceIds.includes(entry.feedback.traceId))
      .map((entry) => entry.feedback);
  }

  listFeedback(workspaceId: string, traceId: string): Promise<readonly Feedback[]> {
    return this.feedbackOn(workspaceId, [traceId]);
  }

  async updateFeedback(
    workspaceId: string,
    traceId: string,
    id: string,
    change: FeedbackChange,
    nowNs: Nanos,
  ): Promise<Feedback | undefined> {
    const known = this.#of(workspaceId, traceId, id);
    if (known === undefined) return undefined;
    const { value = known.feedback.value, rationale = known.feedback.rationale } = change;
    const feedback = { ...known.feedback, value, rationale, updatedNs: nowNs.toString() };
    this.#feedback = this.#feedback.map((entry) => (entry === known ? { workspaceId, feedback } : entry));
    return feedback;
  }

  async deleteFeedback(workspaceId: string, traceId: string, id: string): Promise<boolean> {
    const known = this.#of(workspaceId, traceId, id);
    this.#feedback = this.#feedback.filter((entry) => entry !== known);
    return known !== undefined;
  }

  async tracesSaid(): Promise<readonly TagOfTrace[]> {
    return [];
  }

  async tracesWithTag(workspaceId: string, key: string): Promise<readonly TagOfTrace[]> {
    return [...this.#tags].flatMap(([place, tags]) => {
      const [workspace, traceId = ''] = place.split(' ');
      const value = tags.get(key);
      return workspace !== workspaceId || value === undefined ? [] : [{ traceId, value }];
    });
  }

  async judgements(workspaceId: string, name?: string): Promise<readonly Judgement[]> {
    return this.#feedback
      .filter((entry) => entry.workspaceId === workspaceId && (name ?? entry.feedback.name) === entry.feedback.name)
      .map(({ feedback }) => ({
        traceId: feedback.traceId,
        name: feedback.name,
        value: feedback.value,
        sourceKind: feedback.source.kind,
      }));
  }

  async judgementsOn(workspaceId: string, traceIds: readonly string[]): Promise<readonly Judgement[]> {
    return (await this.judgements(workspaceId)).filter(({ traceId }) => traceIds.includes(traceId));
  }

  #of(workspaceId: string, traceId: string, id: string): { readonly feedback: Feedback } | undefined {
    return this.#feedback.find(
      (entry) => entry.workspaceId === workspaceId && entry.feedback.traceId === traceId && entry.feedback.id === id,
    );
  }

  async deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    for (const id of traceIds) this.#tags.delete(`${workspaceId} ${id}`);
    this.#feedback = this.#feedback.filter(
      (entry) => entry.workspaceId !== workspaceId || !traceIds.includes(entry.feedback.traceId),
    );
  }
}
