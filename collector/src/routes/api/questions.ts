import type { AggregateBy, FacetsAnswer } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import {
  type AggregateRequest,
  DIMENSIONS,
  type Dimension,
  SPAN_DIMENSIONS,
} from '../../storage/spans/questions/aggregate.ts';
import { decodeSessionKey, type SessionKey } from '../../storage/spans/questions/session-key.ts';
import type { StoredFacet } from '../../storage/spans/questions/trace-figures.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import { type Asking, askedSpans, askedTraces } from './asked-traces.ts';
import { feedbackSummary } from './feedback-summary.ts';
import { choiceParameter, limitParameter, parseQuery, shortText } from './query-parameters.ts';
import { sessionsAsked } from './sessions-asked.ts';
import { tagFacet } from './tag-facet.ts';

const INTERVALS = ['1s', '10s', '1m', '5m', '15m', '1h', '6h', '1d', '1w', 'auto'] as const;
const ORDERS = [
  'count',
  'errors',
  'durationP50',
  'durationP95',
  'durationP99',
  'durationSum',
  'selfSum',
  'criticalShare',
  'ttftP95',
  'tokens',
  'cost',
] as const;
const FACETS = [
  'status',
  'name',
  'model',
  'service',
  'session',
  'user',
  'experiment',
  'run',
] as const satisfies StoredFacet[];
/** Dimensions of one question. */
const MAX_BY = 3;

const buckets = {
  interval: v.optional(choiceParameter(...INTERVALS), 'auto'),
  zone: v.optional(shortText, 'UTC'),
};
const Aggregates = v.object({
  ...buckets,
  of: v.optional(choiceParameter('spans', 'traces'), 'spans'),
  by: v.optional(shortText, ''),
  attribution: v.optional(choiceParameter('0', '1'), '0'),
  order: v.optional(choiceParameter(...ORDERS), 'count'),
  limit: v.optional(limitParameter(100, 2_000)),
});
const Facets = v.object({ fields: v.optional(shortText, FACETS.join(',')), limit: limitParameter(10, 200) });
const Histogram = v.object(buckets);
const Sessions = v.object({
  limit: limitParameter(50, 1_000),
  cursor: v.optional(
    v.pipe(
      v.string(),
      v.transform(decodeSessionKey),
      v.custom<SessionKey>((key) => key !== undefined, 'pass the nextCursor of an earlier page as it is'),
    ),
  ),
});

/** `/api/v1/aggregates`, `/facets`, `/histogram`, `/sessions` and `/feedback-summary`: figures of many traces. */
export function questionRoutes(spans: SpanStore, asking: Asking): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/aggregates', async (c) => {
      const { workspaceId } = c.get('principal');
      const { by, attribution, limit, ...asked } = parseQuery(Aggregates, c.req.query());
      const dimensions = parseDimensions(by, asked.of);
      const request: AggregateRequest = {
        ...asked,
        workspaceId,
        filter: await (asked.of === 'spans' ? askedSpans(c, asking) : askedTraces(c, asking)),
        by: await Promise.all(dimensions.map((dimension) => withTags(dimension, workspaceId, asking))),
        attribution: attribution === '1',
        limit: limit ?? (dimensions.includes('time') ? 2_000 : 100),
      };
      return c.json(await spans.aggregate(request));
    })
    .get('/facets', async (c) => {
      const { fields, limit } = parseQuery(Facets, c.req.query());
      const filter = await askedTraces(c, asking);
      const { workspaceId } = c.get('principal');
      const wanted = fields.split(',');
      const stored = wanted.filter((field) => field !== 'tags').map(parseFacet);
      const { facets, counted, isPartial } = await spans.facets({ workspaceId, filter, fields: stored, limit });
      if (stored.length === wanted.length) return c.json({ facets, counted, isPartial } satisfies FacetsAnswer);
      const { isPartial: isTagsPartial, ...tags } = await tagFacet(spans, asking.notes, { workspaceId, filter, limit });
      const answer: FacetsAnswer = { facets: [...facets, tags], counted, isPartial: isPartial || isTagsPartial };
      return c.json(answer);
    })
    .get('/histogram', async (c) => {
      const asked = parseQuery(Histogram, c.req.query());
      const { workspaceId } = c.get('principal');
      return c.json(await spans.histogram({ workspaceId, filter: await askedTraces(c, asking), ...asked }));
    })
    .get('/sessions', async (c) => {
      const { limit, cursor } = parseQuery(Sessions, c.req.query());
      const { workspaceId } = c.get('principal');
      const filter = await askedTraces(c, asking);
      const request = { workspaceId, filter, limit, ...(cursor && { after: cursor }) };
      return c.json(await sessionsAsked(request, spans, asking.notes));
    })
    .get('/feedback-summary', async (c) => {
      const { workspaceId } = c.get('principal');
      return c.json(await feedbackSummary(spans, asking.notes, workspaceId, await askedTraces(c, asking)));
    });
}

function parseDimensions(by: string, of: 'spans' | 'traces'): readonly AggregateBy[] {
  const dimensions = by === '' ? [] : by.split(',');
  if (dimensions.length > MAX_BY)
    throw new ApiError('INVALID_PARAMETER_VALUE', `by names at most ${MAX_BY} dimensions`);
  for (const dimension of dimensions) {
    if (/^tag:./.test(dimension)) continue;
    if (!(DIMENSIONS as readonly string[]).includes(dimension)) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `by is of ${DIMENSIONS.join(', ')} and tag:<key>`);
    }
    if (of === 'traces' && SPAN_DIMENSIONS.includes(dimension as Dimension)) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `by: only spans are grouped by ${dimension}`);
    }
  }
  return dimensions as AggregateBy[];
}

async function withTags(
  dimension: AggregateBy,
  workspaceId: string,
  { notes }: Asking,
): Promise<AggregateRequest['by'][number]> {
  if (!dimension.startsWith('tag:')) return dimension as Dimension;
  const tag = dimension.slice('tag:'.length);
  const tagged = await notes.tracesWithTag(workspaceId, tag);
  return { tag, valueOf: new Map(tagged.map(({ traceId, value }) => [traceId, value])) };
}

function parseFacet(name: string): StoredFacet {
  const field = FACETS.find((each) => each === name);
  if (field === undefined) throw new ApiError('INVALID_PARAMETER_VALUE', `fields is of ${FACETS.join(', ')} and tags`);
  return field;
}
