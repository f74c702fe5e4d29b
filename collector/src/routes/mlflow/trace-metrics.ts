import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import { TRACE_FIELDS } from '../../filter/entities/trace-fields.ts';
import { allOf, MATCH_ALL } from '../../filter/expression.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { checkMaxResults } from './max-results.ts';
import { int64, optional, repeated, requiredList, requiredText, text } from './request-fields.ts';
import { cacheTokens } from './traces/cache-tokens.ts';
import { costParts } from './traces/cost-parts.ts';
import {
  ASSESSMENT_DIMENSIONS,
  ASSESSMENT_VALUES,
  type Asked,
  type Measured,
  measuredAssessments,
  measuredSpans,
  measuredTraces,
  type Readers,
  SPAN_DIMENSIONS,
  SPAN_VALUES,
  startedWithin,
  TRACE_DIMENSIONS,
  TRACE_VALUES,
} from './traces/metric-observations.ts';
import { type MetricPoint, metricPoints, type Observation } from './traces/metric-points.ts';
import { spanAggregate } from './traces/span-aggregate.ts';
import { ofSpan } from './traces/span-condition.ts';
import { mlflowTraceFilter, ofExperiments } from './traces/trace-filter.ts';

const MAX_POINTS = 1_000;
const PERCENT = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

const Request = v.object({
  experiment_ids: requiredList(text),
  view_type: v.picklist(['TRACES', 'SPANS', 'ASSESSMENTS']),
  metric_name: requiredText,
  aggregations: requiredList(
    v.object({
      aggregation_type: v.picklist(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX', 'PERCENTILE']),
      percentile_value: optional(PERCENT),
    }),
  ),
  dimensions: repeated(text),
  filters: repeated(text),
  time_interval_seconds: optional(v.pipe(int64, v.minValue(1))),
  start_time_ms: optional(int64),
  end_time_ms: optional(int64),
  max_results: optional(int64),
});

type MetricsRequest = v.InferOutput<typeof Request>;

/** `3.0/mlflow/traces/metrics`: figures of many traces, their spans or what was said about them. */
export const TRACE_METRIC_ENDPOINTS: readonly Endpoint[] = [
  endpoint('POST', '3.0/mlflow/traces/metrics', Request, async (request, context) => {
    const limit = checkMaxResults(request.max_results, { most: MAX_POINTS, usual: MAX_POINTS });
    if (request.time_interval_seconds !== undefined && (request.start_time_ms ?? request.end_time_ms) === undefined) {
      throw invalid('start_time_ms and end_time_ms are required if time_interval_seconds is set');
    }
    const asked = await askedOf(request, context);
    const points =
      (request.view_type === 'SPANS' ? await aggregated(request, asked, context) : undefined) ??
      metricPoints(request.metric_name, await observe(request, asked, context), request.aggregations);
    return { data_points: points.slice(0, limit) };
  }),
];

function aggregated(
  { metric_name: metric, aggregations, dimensions, time_interval_seconds: intervalSeconds }: MetricsRequest,
  asked: Asked,
  context: MlflowContext,
): Promise<readonly MetricPoint[] | undefined> {
  return spanAggregate({ metric, aggregations, dimensions, intervalSeconds }, asked, context);
}

async function observe(request: MetricsRequest, asked: Asked, context: MlflowContext): Promise<readonly Observation[]> {
  switch (request.view_type) {
    case 'TRACES': {
      const values = { ...TRACE_VALUES, ...(await cacheTokens(request.metric_name, asked, context)) };
      return observations(request, measuredTraces(asked, context), values, TRACE_DIMENSIONS);
    }
    case 'SPANS': {
      const values = { ...SPAN_VALUES, ...(await costParts(request.metric_name, asked, context)) };
      return observations(request, measuredSpans(asked, context), values, SPAN_DIMENSIONS);
    }
    case 'ASSESSMENTS':
      return observations(request, measuredAssessments(asked, context), ASSESSMENT_VALUES, ASSESSMENT_DIMENSIONS);
  }
}

async function observations<Subject>(
  { metric_name: metric, dimensions: names, time_interval_seconds: seconds, view_type: view }: MetricsRequest,
  measured: AsyncIterable<Measured<Subject>>,
  values: Readers<Subject, number>,
  known: Readers<Subject, string>,
): Promise<readonly Observation[]> {
  const read = readerNamed(values, metric, `metric_name for view_type ${view}`);
  const readers = names.map((name) => [name, readerNamed(known, name, 'dimension')] as const);
  const found: Observation[] = [];
  const sessions = new Set<string>();
  for await (const { subject, startMs } of measured) {
    if (metric === 'session_count') {
      const { sessionId } = subject as { readonly sessionId: string };
      if (sessionId === '' || sessions.has(sessionId)) continue;
      sessions.add(sessionId);
    }
    const dimensions = readers.map(([name, reader]) => [name, reader(subject)] as const);
    // What lacks a dimension is in no group.
    if (dimensions.some(([, value]) => value === undefined)) continue;
    const bucket = seconds === undefined ? {} : { time_bucket: bucketOf(startMs, seconds) };
    found.push({ dimensions: { ...bucket, ...Object.fromEntries(dimensions) }, value: read(subject) });
  }
  return found;
}

function readerNamed<Subject, Value>(
  readers: Readers<Subject, Value>,
  name: string,
  what: string,
): (subject: Subject) => Value | undefined {
  if (Object.hasOwn(readers, name)) return readers[name]!;
  throw invalid(`invalid ${what}: '${name}', must be one of ${Object.keys(readers).join(', ')}`);
}

/** Filters name their view first: `trace.tag.env = 'live'`, `span.name = 'chat'`, `assessment.name = 'quality'`. */
async function askedOf(request: MetricsRequest, context: MlflowContext): Promise<Asked> {
  const traces = [ofExperiments(request.experiment_ids), startedWithin(request.start_time_ms, request.end_time_ms)];
  const spans = [];
  let assessmentName: string | undefined;
  for (const filter of request.filters) {
    const named = /^\s*assessment\.name\s*=\s*(['"])(.*)\1\s*$/.exec(filter);
    if (named !== null) assessmentName = named[2];
    else if (request.view_type === 'SPANS' && /^\s*span\./.test(filter))
      spans.push(...parseEntityFilter(filter, TRACE_FIELDS).map(ofSpan));
    else traces.push(await mlflowTraceFilter(filter.replace(/^\s*trace\.(?=(?:tag|metadata)\.)/, ''), context));
  }
  return { traces: allOf(...traces), spans: spans.length === 0 ? MATCH_ALL : allOf(...spans), assessmentName };
}

/** As Python writes the time at which a bucket begins. */
function bucketOf(startMs: number, seconds: number): string {
  const length = seconds * 1_000;
  return new Date(Math.floor(startMs / length) * length).toISOString().replace(/\.\d+Z$/, '+00:00');
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
