import type { AggregateAnswer, FacetsAnswer, HistogramAnswer, Page, SessionSummary } from '@tracewright/schema';
import { spanTest } from '../../../filter/evaluate.ts';
import { compare, type Expression, MATCH_ALL } from '../../../filter/expression.ts';
import type { TraceSubject } from '../../../filter/subject.ts';
import type { SpanColumns, TraceRow } from '../span-store.ts';
import { Aggregate, type AggregateRequest, intervalOf, type TimeSpan } from './aggregate.ts';
import { aggregateSpans } from './aggregate-spans.ts';
import { aggregateTraces, fieldsOfTraces } from './aggregate-traces.ts';
import type { LightField, LightRow } from './light-row.ts';
import { NewestSpans } from './newest-spans.ts';
import type { SessionKey } from './session-key.ts';
import { sessionsOf, sessionsOfPage } from './sessions.ts';
import { facetsOf, histogramOf, OUTCOME, type StoredFacet } from './trace-figures.ts';

/** What can be asked of many traces and spans at once. Filters have tags and feedback looked up. */
export interface SpanQuestions {
  /** @throws ApiError `INVALID_PARAMETER_VALUE` if there is no such time zone. */
  aggregate(request: AggregateRequest): Promise<AggregateAnswer>;
  /** Counts values of the newest traces that match, 20,000 at most. */
  facets(request: FacetsRequest): Promise<FacetsAnswer>;
  /** @throws ApiError `INVALID_PARAMETER_VALUE` as {@link histogramOf} does. */
  histogram(request: HistogramRequest): Promise<HistogramAnswer>;
  /** The session that was active last comes first. */
  sessions(request: SessionsRequest): Promise<Page<SessionSummary>>;
  /** Spans of all traces, the newest start first. */
  listSpans(query: SpanQuery): Promise<SpanPage>;
}

/** A question about the traces of a filter. */
export interface TracesAsked {
  readonly workspaceId: string;
  readonly filter: Expression;
}

export interface FacetsRequest extends TracesAsked {
  readonly fields: readonly StoredFacet[];
  /** Values of each field. */
  readonly limit: number;
}

export type HistogramRequest = TracesAsked & Pick<AggregateRequest, 'interval' | 'zone'>;

export interface SessionsRequest extends TracesAsked {
  readonly limit: number;
  /** Continue after this session. */
  readonly after?: SessionKey;
}

export interface SpanQuery {
  readonly workspaceId: string;
  /** On spans. */
  readonly filter: Expression;
  readonly limit: number;
  /** Continue after this span. */
  readonly after?: SpanKey;
}

/** Place of a span in a list: start, trace, then id, all descending. */
export type SpanKey = Pick<SpanColumns, 'startNs' | 'traceId' | 'spanId'>;

export interface SpanPage {
  readonly spans: readonly SpanColumns[];
  readonly hasMore: boolean;
  readonly total: number;
  readonly isTotalEstimate: boolean;
}

/** Which sessions a page has, in its order, and how many there are in all. */
export interface SessionPage {
  readonly sessionIds: readonly string[];
  readonly hasMore: boolean;
  readonly total: number;
}

/** What questions are answered from. */
export interface QuestionSource {
  /** Traces that match, the newest start first. */
  rows(asked: TracesAsked): Iterable<TraceRow>;
  /** The same in any order, with no more than these fields. */
  light(asked: TracesAsked, fields: readonly LightField[]): Iterable<LightRow>;
  /** Whether these are found without a look at single spans. */
  isFast(asked: TracesAsked): boolean;
  /**
   * Shows every trace that matches, the newest start first, with others' turns in between: what takes long holds up
   * nobody. A trace is not to be kept.
   *
   * @returns false if it has given up before the end, since it took too long.
   */
  inTurns(asked: TracesAsked, visit: (trace: TraceSubject) => void): Promise<boolean>;
  /** Finds a page of sessions without reading all of their traces, where a look at spans is not needed. */
  sessionPage?(request: SessionsRequest): SessionPage;
  timeSpan(workspaceId: string): TimeSpan;
  /** Runs work on one state of the store. */
  consistently<T>(work: () => T): T;
  /** Finds a page of spans without a look at all traces. @returns undefined where it cannot */
  newestSpans?(query: SpanQuery): SpanPage | undefined;
  /** A faster way to the same figures of spans. @returns false where it has none for the request */
  aggregateSpans?(request: AggregateRequest, into: Aggregate): boolean;
}

/** Traces whose values facets count. */
export const MAX_COUNTED = 20_000;

/** Answers questions by looking at every trace that may match. */
export function spanQuestions(source: QuestionSource): SpanQuestions {
  return {
    async aggregate(request) {
      const into = source.consistently(
        () => new Aggregate(request, boundsOf(request.filter, source.timeSpan(request.workspaceId))),
      );
      if (request.of === 'traces') {
        const { asked, isWhole } = await settled(source, request);
        const total = source.consistently(() =>
          aggregateTraces(source.light(asked, fieldsOfTraces(request)), request, into),
        );
        return { ...into.answer(total), ...partly(isWhole) };
      }
      if (source.consistently(() => source.aggregateSpans?.(request, into) ?? false)) return into.answer();
      const test = spanTest(request.filter);
      const isWhole = await source.inTurns({ ...request, filter: tracesOfSpans(request.filter) }, (trace) =>
        aggregateSpans([trace], request, test, into),
      );
      return { ...into.answer(), ...partly(isWhole) };
    },
    async facets(request) {
      const { asked, isWhole } = await settled(source, request);
      const answer = source.consistently(() =>
        facetsOf(source.rows(asked), request.fields, request.limit, MAX_COUNTED),
      );
      return { ...answer, isPartial: answer.isPartial || !isWhole };
    },
    async histogram(request) {
      const { asked, isWhole } = await settled(source, request);
      const answer = source.consistently(() => {
        const interval = intervalOf(request, boundsOf(request.filter, source.timeSpan(request.workspaceId)));
        return histogramOf(source.light(asked, OUTCOME), interval, request.zone);
      });
      return { ...answer, ...partly(isWhole) };
    },
    async sessions(request) {
      const { asked, isWhole } = await settled(source, request);
      const page = source.consistently(() => {
        const found = source.sessionPage?.({ ...request, ...asked });
        if (found === undefined) return sessionsOf(source.rows(asked), request.limit, request.after);
        return sessionsOfPage(source.rows(ofSessions(asked, found.sessionIds)), found);
      });
      return { ...page, totalIsEstimate: !isWhole };
    },
    async listSpans(query) {
      const page = source.newestSpans && source.consistently(() => source.newestSpans!(query));
      if (page !== undefined) return page;
      const found = new NewestSpans(query, spanTest(query.filter));
      const asked = { ...query, filter: tracesOfSpans(query.filter) };
      return found.page(await source.inTurns(asked, (trace) => found.add(trace)));
    },
  };
}

/** The traces of a filter that only spans can tell, by their ids. */
async function settled(
  source: QuestionSource,
  asked: TracesAsked,
): Promise<{ readonly asked: TracesAsked; readonly isWhole: boolean }> {
  const { workspaceId } = asked;
  if (source.isFast(asked)) return { asked, isWhole: true };
  const traceIds = new Set<string>();
  const isWhole = await source.inTurns(asked, ({ row }) => traceIds.add(row.traceId));
  return { asked: { workspaceId, filter: { type: 'traceIds', traceIds } }, isWhole };
}

function partly(isWhole: boolean): { readonly isPartial?: true } {
  return isWhole ? {} : { isPartial: true };
}

/** Of these traces those that belong to one of these sessions. */
export function ofSessions({ workspaceId, filter }: TracesAsked, sessionIds: readonly string[]): TracesAsked {
  return { workspaceId, filter: { type: 'and', of: [filter, compare('session', 'in', ...sessionIds)] } };
}

/** The time that a filter leaves of all there is. */
export function boundsOf(filter: Expression, all: TimeSpan): TimeSpan {
  let { firstMs, lastMs } = all;
  for (const part of filter.type === 'and' ? filter.of : [filter]) {
    if (part.type !== 'compare' || part.field !== 'time') continue;
    const [time] = part.values;
    // Whether there is one at all leaves no less.
    if (typeof time !== 'bigint') continue;
    const ms = Number(time / 1_000_000n);
    if (part.operator.startsWith('>')) firstMs = Math.max(firstMs, ms);
    if (part.operator.startsWith('<')) lastMs = Math.min(lastMs, ms);
  }
  return { firstMs, lastMs };
}

/** A filter that no trace fails which has a span that passes: what is asked of the trace itself, and of its time. */
function tracesOfSpans(filter: Expression): Expression {
  const parts = (filter.type === 'and' ? filter.of : [filter]).flatMap((part): readonly Expression[] => {
    if (part.type === 'trace') return [part.of];
    if (part.type === 'text') return [part];
    if (part.type !== 'compare' || part.field !== 'time') return [];
    // A span begins within its trace: not before it, and not after its end.
    if (part.operator.startsWith('<')) return [part];
    return part.operator.startsWith('>') ? [{ ...part, field: 'end', operator: '>=' }] : [];
  });
  return parts.length === 0 ? MATCH_ALL : { type: 'and', of: parts };
}
