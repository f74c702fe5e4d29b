import { toUsd } from '@tracewright/schema';
import { allOf, compare, type Expression } from '../../../filter/expression.ts';
import { spanStatus } from '../../../filter/field-values.ts';
import type { SpanKey } from '../../../storage/spans/questions/span-questions.ts';
import type { SpanColumns, TraceRow } from '../../../storage/spans/span-store.ts';
import type { Assessment } from '../../../storage/tracking/assessments/assessment-store.ts';
import { rowsOf } from '../../api/traces-of.ts';
import type { MlflowContext } from '../endpoint.ts';
import { typeOfKind } from './shown-attributes.ts';
import { stateOfRow } from './trace-info-json.ts';

/** What is looked at: traces or spans, as the view says, or what was said about traces. */
export interface Asked {
  /** On traces. */
  readonly traces: Expression;
  /** On spans; everything passes in the other views. */
  readonly spans: Expression;
  /** Name of the assessments; undefined: any. */
  readonly assessmentName?: string | undefined;
}

/** A subject of the view with the time that it is counted at. */
export interface Measured<Subject> {
  readonly subject: Subject;
  readonly startMs: number;
}

/** How a metric or a dimension is read; undefined where the subject has none. */
export type Readers<Subject, Value> = Readonly<Record<string, (subject: Subject) => Value | undefined>>;

const PAGE = 1_000;
/** Each page of spans takes a look at all of them: it had better be large. */
const SPANS_PAGE = 50_000;

export const TRACE_VALUES: Readers<TraceRow, number> = {
  trace_count: () => undefined,
  session_count: () => undefined,
  latency: ({ durationUs, status }) => (status === 'running' ? undefined : durationUs / 1_000),
  input_tokens: ({ inputTokens }) => known(inputTokens),
  output_tokens: ({ outputTokens }) => known(outputTokens),
  total_tokens: ({ inputTokens, outputTokens }) =>
    inputTokens < 0 && outputTokens < 0 ? undefined : Math.max(0, inputTokens) + Math.max(0, outputTokens),
};
export const TRACE_DIMENSIONS: Readers<TraceRow, string> = {
  trace_name: ({ name }) => name,
  trace_status: stateOfRow,
};

export const SPAN_VALUES: Readers<SpanColumns, number> = {
  span_count: () => undefined,
  latency: ({ startNs, endNs, isPending }) => (isPending ? undefined : Number(endNs - startNs) / 1e6),
  total_cost: ({ costNanoUsd }) => (costNanoUsd === -1 ? undefined : toUsd(costNanoUsd)),
};
export const SPAN_DIMENSIONS: Readers<SpanColumns, string> = {
  span_name: ({ name }) => name,
  span_type: ({ kind }) => typeOfKind(kind),
  span_status: (span) => spanStatus(span).toUpperCase(),
  span_model_name: ({ model }) => model || undefined,
  span_model_provider: ({ provider }) => provider || undefined,
};

export const ASSESSMENT_VALUES: Readers<Assessment, number> = {
  assessment_count: () => undefined,
  assessment_value: ({ value }) =>
    typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined,
};
export const ASSESSMENT_DIMENSIONS: Readers<Assessment, string> = {
  assessment_name: ({ name }) => name,
  assessment_value: ({ value }) => JSON.stringify(value),
};

export async function* measuredTraces({ traces }: Asked, context: MlflowContext): AsyncGenerator<Measured<TraceRow>> {
  const { workspaceId } = context.principal;
  // Sessions that a client has given its traces beside their spans.
  const said = await context.stores.notes.tracesSaid(workspaceId, 'session');
  const sessionOf = new Map(said.map(({ traceId, value }) => [traceId, value]));
  for await (const row of rowsOf(context.traces.spans, workspaceId, traces, PAGE)) {
    const sessionId = sessionOf.get(row.traceId) ?? row.sessionId;
    yield { subject: { ...row, sessionId }, startMs: Number(row.startNs / 1_000_000n) };
  }
}

export async function* measuredSpans(
  { traces, spans }: Asked,
  context: MlflowContext,
): AsyncGenerator<Measured<SpanColumns>> {
  const { workspaceId } = context.principal;
  const filter = allOf(spans, { type: 'trace', of: traces });
  let after: SpanKey | undefined;
  for (let hasMore = true; hasMore; ) {
    const page = await context.traces.spans.listSpans({
      workspaceId,
      filter,
      limit: SPANS_PAGE,
      ...(after && { after }),
    });
    for (const row of page.spans) yield { subject: row, startMs: Number(row.startNs / 1_000_000n) };
    after = page.spans.at(-1);
    hasMore = page.hasMore && after !== undefined;
  }
}

export async function* measuredAssessments(
  { traces, assessmentName }: Asked,
  context: MlflowContext,
): AsyncGenerator<Measured<Assessment>> {
  const { workspaceId } = context.principal;
  let rows: TraceRow[] = [];
  for await (const row of rowsOf(context.traces.spans, workspaceId, traces, PAGE)) {
    if (rows.push(row) < PAGE) continue;
    yield* assessmentsOf(rows);
    rows = [];
  }
  yield* assessmentsOf(rows);

  async function* assessmentsOf(of: readonly TraceRow[]): AsyncGenerator<Measured<Assessment>> {
    const ids = of.map(({ traceId }) => traceId);
    const found = await context.stores.assessments.listOf(workspaceId, ids);
    for (const { traceId, startNs } of of) {
      for (const subject of found.get(traceId) ?? []) {
        if (!subject.isValid || (assessmentName ?? subject.name) !== subject.name) continue;
        yield { subject, startMs: Number(startNs / 1_000_000n) };
      }
    }
  }
}

/** Traces that began in a time, ms; undefined: from ever, or for ever. */
export function startedWithin(fromMs: number | undefined, toMs: number | undefined): Expression {
  return allOf(
    ...(fromMs === undefined ? [] : [compare('time', '>=', BigInt(fromMs) * 1_000_000n)]),
    ...(toMs === undefined ? [] : [compare('time', '<', BigInt(toMs + 1) * 1_000_000n)]),
  );
}

function known(count: number): number | undefined {
  return count < 0 ? undefined : count;
}
