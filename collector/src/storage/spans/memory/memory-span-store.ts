import { type Nanos, TRACEWRIGHT } from '@tracewright/schema';
import { traceTest } from '../../../filter/evaluate.ts';
import { type Expression, MATCH_ALL } from '../../../filter/expression.ts';
import type { TraceSubject } from '../../../filter/subject.ts';
import { asSent } from '../as-sent.ts';
import { encodeSkeleton, type SkeletonEncoding } from '../encode-skeleton.ts';
import { withLateEvents } from '../late-events.ts';
import { lightRow } from '../questions/light-row.ts';
import { type SpanQuestions, spanQuestions } from '../questions/span-questions.ts';
import { replaces } from '../record-rule.ts';
import { sortSpans } from '../span-order.ts';
import type { SpanBatch, SpanRecord } from '../span-record.ts';
import type { OldestQuery } from '../span-retention.ts';
import type {
  ChangePage,
  LateEventPage,
  RunTracePage,
  SentSpan,
  SpanColumns,
  SpanIds,
  SpanStore,
  StoredSpan,
  StoredTrace,
  StoredTracePage,
  StoreStats,
  TracePage,
  TraceQuery,
  TraceRow,
} from '../span-store.ts';
import { type StoreQuality, skewedSpans } from '../store-quality.ts';
import { decodeStored, type StoredColumns, traceSubject } from '../subjects.ts';
import { comparePlaces, placeOf } from '../trace-order.ts';
import { traceSkeleton } from '../trace-skeleton.ts';
import { summarise } from '../trace-summary.ts';
import { MemoryLateEvents } from './memory-late-events.ts';

interface Trace {
  readonly spans: Map<string, StoredSpan>;
  experimentId: string;
  hasRoot: boolean;
  change: number;
  /** Spans that came once more. */
  duplicates: number;
}

/** Keeps spans in memory, for tests and trials; they are lost on exit. Slow and obvious on purpose. */
export class MemorySpanStore implements SpanStore {
  readonly #workspaces = new Map<string, Map<string, Trace>>();
  readonly #events = new MemoryLateEvents();
  #change = 0;
  /** By workspace. */
  readonly #duplicated = new Map<string, number>();
  readonly #dropped = new Map<string, number>();
  readonly #questions = spanQuestions({
    rows: ({ workspaceId, filter }) => this.#matching(workspaceId, filter).map(({ row }) => row),
    light: ({ workspaceId, filter }) => this.#matching(workspaceId, filter).map(({ row }) => lightRow(row)),
    isFast: () => true,
    inTurns: async ({ workspaceId, filter }, visit) => {
      for (const trace of this.#matching(workspaceId, filter)) visit(trace);
      return true;
    },
    timeSpan: (workspaceId) => {
      const starts = this.#matching(workspaceId, MATCH_ALL).map(({ row }) => Number(row.startNs / 1_000_000n));
      return { firstMs: Math.min(...starts), lastMs: Math.max(...starts) };
    },
    consistently: (work) => work(),
  });
  readonly aggregate: SpanQuestions['aggregate'] = this.#questions.aggregate;
  readonly facets: SpanQuestions['facets'] = this.#questions.facets;
  readonly histogram: SpanQuestions['histogram'] = this.#questions.histogram;
  readonly sessions: SpanQuestions['sessions'] = this.#questions.sessions;
  readonly listSpans: SpanQuestions['listSpans'] = this.#questions.listSpans;

  async append(batches: readonly SpanBatch[]): Promise<void> {
    for (const { workspaceId, experimentId, groups, events = [], droppedSpans = 0 } of batches) {
      add(this.#dropped, workspaceId, droppedSpans);
      this.#events.add(workspaceId, events);
      for (const { resource, scope, spans } of groups) {
        for (const span of spans) {
          const record = { ...span, payload: new Uint8Array(span.payload) };
          this.#store(workspaceId, experimentId, {
            record,
            resource: new Uint8Array(resource),
            scope: new Uint8Array(scope),
          });
        }
      }
    }
  }

  async listTraces({ workspaceId, filter, limit, after, order = 'start' }: TraceQuery): Promise<TracePage> {
    const matching = this.#matching(workspaceId, filter)
      .map(({ row }) => row)
      .sort((a, b) => comparePlaces(placeOf(a, order), placeOf(b, order)));
    const rest = matching.filter((row) => after === undefined || comparePlaces(after, placeOf(row, order)) < 0);
    return {
      rows: rest.slice(0, limit),
      hasMore: rest.length > limit,
      total: matching.length,
      isTotalEstimate: false,
    };
  }

  async getTrace(workspaceId: string, traceId: string): Promise<TraceRow | undefined> {
    const trace = this.#workspaces.get(workspaceId)?.get(traceId);
    return trace && this.#withPreview(workspaceId, rowOf(traceId, trace));
  }

  async getSpans(workspaceId: string, traceId: string): Promise<readonly SpanColumns[] | undefined> {
    const trace = this.#workspaces.get(workspaceId)?.get(traceId);
    if (trace === undefined) return undefined;
    return sortSpans([...trace.spans.values()].map(({ record: { payload: _, ...columns } }): SpanColumns => columns));
  }

  async getSkeleton(
    workspaceId: string,
    traceId: string,
    encoding: SkeletonEncoding,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const spans = await this.getSpans(workspaceId, traceId);
    return spans && encodeSkeleton(traceSkeleton(traceId, spans), encoding);
  }

  async getSpan(workspaceId: string, traceId: string, spanId: string): Promise<StoredSpan | undefined> {
    const span = this.#workspaces.get(workspaceId)?.get(traceId)?.spans.get(spanId);
    return span && withLateEvents(span, this.#events.ofSpan(workspaceId, span.record));
  }

  async getSpansById(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly StoredSpan[]> {
    const found = ids.map(({ traceId, spanId }) => this.getSpan(workspaceId, traceId, spanId));
    return (await Promise.all(found)).filter((span) => span !== undefined);
  }

  async getSentSpans(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly SentSpan[]> {
    return (await this.getSpansById(workspaceId, ids)).map(asSent);
  }

  async getStoredSpans(workspaceId: string, traceId: string): Promise<readonly StoredSpan[] | undefined> {
    const spans = await this.getSpans(workspaceId, traceId);
    const stored = spans?.map(({ spanId }) => this.getSpan(workspaceId, traceId, spanId));
    return stored && (await Promise.all(stored)).filter((span) => span !== undefined);
  }

  async getStoredTraces(workspaceId: string, traceIds: readonly string[], maxBytes: number): Promise<StoredTracePage> {
    const traces: StoredTrace[] = [];
    let bytes = 0;
    for (const [index, traceId] of traceIds.entries()) {
      const trace = await this.getTrace(workspaceId, traceId);
      const spans = await this.getStoredSpans(workspaceId, traceId);
      if (trace === undefined || spans === undefined) continue;
      const size = spans.reduce((sum, { record }) => sum + record.payload.byteLength, 0);
      bytes += size;
      if (bytes > maxBytes && traces.length > 0) return { traces, count: index };
      traces.push({ traceId, experimentId: trace.experimentId, spans: size > maxBytes ? undefined : spans });
    }
    return { traces, count: traceIds.length };
  }

  async lateEvents(workspaceId: string, since: number, limit: number): Promise<LateEventPage> {
    return this.#events.page(workspaceId, since, limit);
  }

  async changes(workspaceId: string, since: number, limit: number): Promise<ChangePage> {
    const changed = [...(this.#workspaces.get(workspaceId) ?? [])]
      .filter(([, trace]) => trace.change > since)
      .sort(([, a], [, b]) => a.change - b.change)
      .slice(0, limit);
    return { traceIds: changed.map(([traceId]) => traceId), cursor: changed.at(-1)?.[1].change ?? since };
  }

  async runTraces(workspaceId: string, since: number, limit: number): Promise<RunTracePage> {
    const changed = [...(this.#workspaces.get(workspaceId) ?? [])]
      .filter(([, trace]) => trace.change > since)
      .sort(([, a], [, b]) => a.change - b.change)
      .map(([traceId, trace]) => ({ row: rowOf(traceId, trace), change: trace.change }))
      .filter(({ row }) => row.runId !== '')
      .slice(0, limit);
    return { traces: changed.map(({ row }) => row), cursor: changed.at(-1)?.change ?? since };
  }

  async lastChange(workspaceId: string): Promise<number> {
    return this.#workspaces.has(workspaceId) ? this.#change : 0;
  }

  async stats(): Promise<StoreStats> {
    const rows = [...this.#workspaces.keys()].flatMap((id) => this.#matching(id, MATCH_ALL).map(({ row }) => row));
    const count = (test: (row: TraceRow) => boolean): number => rows.filter(test).length;
    return {
      traceCount: rows.length,
      spanCount: rows.reduce((sum, { spanCount }) => sum + spanCount, 0),
      chunkCount: 0,
      bytes: 0,
      quality: {
        unended: count(({ status }) => status === 'running'),
        orphaned: count(({ hasRoot }) => !hasRoot),
        unpriced: count(({ isCostPartial }) => isCostPartial),
        estimated: count(({ isUsageEstimated }) => isUsageEstimated),
      },
    };
  }

  async quality(workspaceId: string): Promise<StoreQuality> {
    const rows = this.#matching(workspaceId, MATCH_ALL).map(({ row }) => row);
    const count = (test: (row: TraceRow) => boolean): number => rows.filter(test).length;
    const traces = [...(this.#workspaces.get(workspaceId)?.values() ?? [])].map(({ spans }) =>
      [...spans.values()].map(({ record }) => record),
    );
    const isCut = ({ isPending, payload }: SpanRecord): boolean => {
      const sent = isPending ? undefined : decodeStored(payload);
      return sent?.attributes.get(TRACEWRIGHT.truncated) !== undefined;
    };
    return {
      traceCount: rows.length,
      spanCount: rows.reduce((sum, { spanCount }) => sum + spanCount, 0),
      unended: count(({ status }) => status === 'running'),
      orphaned: count(({ hasRoot }) => !hasRoot),
      unpriced: count(({ isCostPartial }) => isCostPartial),
      estimated: count(({ isUsageEstimated }) => isUsageEstimated),
      skewed: traces.reduce((sum, spans) => sum + skewedSpans(spans), 0),
      truncated: traces.flat().filter(isCut).length,
      areSpansRead: true,
      duplicated: this.#duplicated.get(workspaceId) ?? 0,
      dropped: this.#dropped.get(workspaceId) ?? 0,
    };
  }

  async deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<number> {
    const traces = this.#workspaces.get(workspaceId);
    this.#events.remove((late) => late.workspaceId === workspaceId && traceIds.includes(late.traceId));
    const deleted = traceIds.filter((traceId) => traces?.delete(traceId)).length;
    if (deleted > 0) this.#change++;
    return deleted;
  }

  async sizeBytes(): Promise<number> {
    let bytes = 0;
    for (const traces of this.#workspaces.values()) {
      for (const { spans } of traces.values()) for (const { record } of spans.values()) bytes += record.payload.length;
    }
    return bytes;
  }

  async oldestTraces({ workspaceId, endedBefore, limit }: OldestQuery): Promise<readonly string[]> {
    return [...(this.#workspaces.get(workspaceId) ?? [])]
      .map(([traceId, trace]) => rowOf(traceId, trace))
      .filter((row) => endedBefore === undefined || row.endNs < endedBefore)
      .sort((a, b) => comparePlaces(placeOf(b, 'start'), placeOf(a, 'start')))
      .slice(0, limit)
      .map((row) => row.traceId);
  }

  async deleteLostEvents(workspaceId: string, receivedBefore: Nanos): Promise<number> {
    return this.#events.remove(
      (late) =>
        late.workspaceId === workspaceId &&
        late.receivedNs < receivedBefore &&
        !this.#workspaces.get(workspaceId)?.has(late.traceId),
    );
  }

  async close(): Promise<void> {}

  #store(workspaceId: string, experimentId: string, arriving: StoredSpan): void {
    const record: SpanRecord = arriving.record;
    const traces = this.#workspaces.get(workspaceId) ?? new Map<string, Trace>();
    this.#workspaces.set(workspaceId, traces);
    const trace = traces.get(record.traceId) ?? {
      spans: new Map(),
      experimentId,
      hasRoot: false,
      change: 0,
      duplicates: 0,
    };
    const stored = trace.spans.get(record.spanId);
    if (stored !== undefined && !replaces(record, stored.record)) {
      if (stored.record.isPending !== record.isPending) return;
      add(this.#duplicated, workspaceId, 1);
      trace.duplicates++;
      return;
    }
    traces.set(record.traceId, trace);
    trace.spans.set(record.spanId, arriving);
    trace.change = ++this.#change;
    if (record.parentSpanId === '' && !trace.hasRoot) {
      trace.hasRoot = true;
      trace.experimentId = experimentId;
    }
  }

  #withPreview(workspaceId: string, row: TraceRow): TraceRow {
    return row.preview === '' ? { ...row, preview: this.#events.preview(workspaceId, row.traceId) } : row;
  }

  /** The newest start first. */
  #matching(workspaceId: string, filter: Expression): TraceSubject[] {
    const test = traceTest(filter);
    return [...(this.#workspaces.get(workspaceId) ?? [])]
      .map(([traceId, trace]) =>
        traceSubject(
          this.#withPreview(workspaceId, rowOf(traceId, trace)),
          () =>
            [...trace.spans.values()].map((span) =>
              spanOf(withLateEvents(span, this.#events.ofSpan(workspaceId, span.record))),
            ),
          undefined,
          () => trace.duplicates,
        ),
      )
      .filter(test)
      .sort((a, b) => comparePlaces(a.row, b.row));
  }
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function rowOf(traceId: string, { experimentId, spans }: Trace): TraceRow {
  return summarise(
    traceId,
    experimentId,
    [...spans.values()].map(({ record }) => record),
  );
}

function spanOf({ record: { payload, ...columns } }: StoredSpan): StoredColumns {
  return { columns, payload: () => payload };
}
