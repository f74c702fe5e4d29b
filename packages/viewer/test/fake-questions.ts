import { childIndex, traceColumns } from '@tracewright/attribution';
import {
  type AggregateAnswer,
  type AggregateGroup,
  type FacetsAnswer,
  type HistogramAnswer,
  PATH_SEPARATOR,
  type Page,
  type SessionSummary,
  STEP_KINDS,
  stepName,
  type TraceSummary,
  type TurnsAnswer,
} from '@tracewright/schema';
import { FAKE_FEEDBACK, FAKE_PRICES, FAKE_QUALITY, FAKE_SETTINGS, fakeFigures } from './fake-figures.ts';
import { fakeFilter } from './fake-filter.ts';
import type { SampleTrace } from './sample-trace.ts';

/** The traces that a question is about, in the order that it asks for. */
export function matchingTraces(traces: readonly SampleTrace[], query: URLSearchParams): readonly SampleTrace[] {
  const [status, model, session] = ['status', 'model', 'sessionId'].map((name) => query.get(name));
  const [from, to] = ['from', 'to'].map((name) => query.get(name));
  const filter = fakeFilter(query.get('filter') ?? '');
  const value = orderOf(query.get('order') ?? 'start');
  return traces
    .filter(
      ({ detail }) =>
        (!status || detail.status === status) &&
        (!model || detail.models.includes(model)) &&
        (!session || detail.sessionId === session) &&
        (!from || BigInt(detail.startNs) >= BigInt(from)) &&
        (!to || BigInt(detail.startNs) < BigInt(to)) &&
        filter(detail),
    )
    .sort(({ detail: a }, { detail: b }) => value(b) - value(a) || compareNewest(a, b));
}

function compareNewest(a: TraceSummary, b: TraceSummary): number {
  return Number(BigInt(b.startNs) - BigInt(a.startNs)) || (a.traceId < b.traceId ? 1 : -1);
}

function orderOf(order: string): (trace: TraceSummary) => number {
  if (order === 'duration') return ({ durationMs }) => durationMs;
  if (order === 'ttft') return ({ ttftMs }) => ttftMs ?? -1;
  if (order === 'cost') return ({ costUsd }) => costUsd ?? -1;
  return () => 0;
}

/** Answers questions about many traces, as far as the pages' tests need them; undefined where it is none. */
export function answerQuestion(path: string, traces: readonly SampleTrace[], query: URLSearchParams): unknown {
  switch (path) {
    case '/api/v1/facets':
      return facets(matchingTraces(traces, query), (query.get('fields') ?? '').split(','));
    case '/api/v1/histogram':
      return histogram(matchingTraces(traces, query));
    case '/api/v1/sessions':
      return sessions(matchingTraces(traces, query));
    case '/api/v1/turns':
      return turns(traces, (query.get('ids') ?? '').split(','));
    case '/api/v1/aggregates':
      return query.get('by')?.startsWith('path') ? steps(spansAsked(traces, query)) : fakeFigures(query);
    case '/api/v1/feedback-summary':
      return FAKE_FEEDBACK;
    case '/api/v1/settings':
      return FAKE_SETTINGS;
    case '/api/v1/data-quality':
      return FAKE_QUALITY;
    case '/api/v1/prices':
      return FAKE_PRICES;
    default:
      return undefined;
  }
}

/** Of a filter on spans it knows the model that a trace has to have. */
function spansAsked(traces: readonly SampleTrace[], query: URLSearchParams): readonly SampleTrace[] {
  const [, model] = /model = '([^']+)'/.exec(query.get('filter') ?? '') ?? [];
  const asked = new URLSearchParams(query);
  asked.delete('filter');
  return matchingTraces(traces, asked).filter(({ detail }) => model === undefined || detail.models.includes(model));
}

function facets(traces: readonly SampleTrace[], fields: readonly string[]): FacetsAnswer {
  return {
    facets: fields.map((field) => {
      const counts = new Map<string, number>();
      for (const { detail } of traces) {
        for (const value of facetValues(detail, field)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const values = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
      return { field: field as never, values: values.slice(0, 10), valueCount: values.length };
    }),
    counted: traces.length,
    isPartial: false,
  };
}

function facetValues(trace: TraceSummary, field: string): readonly string[] {
  const { name, status, models: model, service, userId: user, sessionId: session } = trace;
  const found = { name, status, model, service, user, session }[field] ?? [];
  return typeof found === 'string' ? [found] : found;
}

/** By the minute. */
function histogram(traces: readonly SampleTrace[]): HistogramAnswer {
  const minutes = Map.groupBy(traces, ({ detail }) => Number(BigInt(detail.startNs) / 60_000_000_000n));
  const all = [...minutes.keys()].sort((a, b) => a - b);
  const first = all[0] ?? 0;
  const count = all.length === 0 ? 0 : Math.min(120, (all.at(-1) ?? 0) - first + 1);
  const time = Array.from({ length: count }, (_, at) => {
    const details = (minutes.get(first + at) ?? []).map(({ detail }) => detail);
    const lengths = details.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
    return {
      startNs: `${(first + at) * 60}000000000`,
      count: details.length,
      errors: details.filter(({ status }) => status === 'error').length,
      p50Ms: lengths[Math.floor(lengths.length / 2)] ?? null,
      p95Ms: lengths.at(-1) ?? null,
    };
  });
  return { interval: '1m', zone: 'UTC', time, duration: [], total: traces.length };
}

function sessions(traces: readonly SampleTrace[]): Page<SessionSummary> {
  const bySession = Map.groupBy(
    traces.map(({ detail }) => detail).filter(({ sessionId }) => sessionId !== null),
    ({ sessionId }) => sessionId as string,
  );
  const items = [...bySession].map(([sessionId, newestFirst]): SessionSummary => {
    const [last] = newestFirst;
    const first = newestFirst.at(-1);
    return {
      ...{ sessionId, traceCount: newestFirst.length, isCostPartial: false },
      errorCount: newestFirst.filter(({ status }) => status === 'error').length,
      firstNs: first?.startNs ?? '',
      lastNs: last?.startNs ?? '',
      durationMs: sum(newestFirst, ({ durationMs }) => durationMs),
      inputTokens: sum(newestFirst, ({ inputTokens }) => inputTokens ?? 0),
      outputTokens: sum(newestFirst, ({ outputTokens }) => outputTokens ?? 0),
      costUsd: sum(newestFirst, ({ costUsd }) => costUsd ?? 0),
      users: [...new Set(newestFirst.flatMap(({ userId }) => userId ?? []))],
      models: [...new Set(newestFirst.flatMap(({ models }) => models))],
      ...{ firstPreview: first?.preview ?? null, lastPreview: last?.preview ?? null },
    };
  });
  return { items, nextCursor: null, total: items.length, totalIsEstimate: false };
}

function turns(traces: readonly SampleTrace[], ids: readonly string[]): TurnsAnswer {
  const found = ids.flatMap((id) => traces.find(({ detail }) => detail.traceId === id) ?? []);
  return {
    turns: found.map(({ detail, skeleton }) => {
      const spanId = skeleton.spanId[0] ?? '';
      return {
        traceId: detail.traceId,
        asked: { text: `${detail.preview} (${detail.traceId.slice(0, 4)})`, isCut: false, spanId },
        answered: detail.status === 'error' ? null : { text: 'Two of your orders are **late**.', isCut: false, spanId },
      };
    }),
  };
}

/** Counts and lengths by step; shares of the critical path are those of the lengths. */
function steps(traces: readonly SampleTrace[]): Pick<AggregateAnswer, 'groups' | 'groupCount' | 'total'> {
  const lengths = new Map<string, number[]>();
  for (const { skeleton } of traces) {
    const { parent } = childIndex(traceColumns(skeleton));
    const paths: string[] = [];
    for (const [span, above] of parent.entries()) {
      const name = stepName(skeleton.names[skeleton.name[span] ?? 0] ?? '');
      paths[span] = above < 0 ? name : `${paths[above]}${PATH_SEPARATOR}${name}`;
      const key = JSON.stringify([paths[span], STEP_KINDS[skeleton.kind[span] ?? 0]]);
      lengths.set(key, [...(lengths.get(key) ?? []), (skeleton.lengthUs[span] ?? 0) / 1_000]);
    }
  }
  const all = sum([...lengths.values()].flat(), (ms) => ms);
  const figuresOf = (key: AggregateGroup['key'], ms: readonly number[]): AggregateGroup => {
    const sorted = ms.toSorted((a, b) => a - b);
    const total = sum(sorted, (each) => each);
    const quantiles = {
      ...{ count: ms.length, sum: total, p50: sorted[Math.floor(ms.length / 2)] ?? 0 },
      ...{ p95: sorted.at(-1) ?? 0, p99: sorted.at(-1) ?? 0 },
    };
    return {
      ...{ key, count: ms.length, errors: 0 },
      ...{ durationMs: quantiles, selfMs: quantiles, criticalMs: total, criticalShare: total / all },
      ...{ ttftMs: null, tokensPerSecond: null, inputTokens: null, outputTokens: null },
      ...{ costUsd: null, isCostPartial: false },
    };
  };
  const groups = [...lengths].map(([key, ms]) => figuresOf(JSON.parse(key) as [string, string], ms));
  return { groups, groupCount: groups.length, total: figuresOf([], [...lengths.values()].flat()) };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return Math.round(items.reduce((total, item) => total + value(item), 0) * 1e9) / 1e9;
}
