import { allOf, compare, type Expression, MATCH_ALL } from '../filter/expression.ts';
import type { SpanStore, StoreStats } from '../storage/spans/span-store.ts';
import type { StoreQuality } from '../storage/spans/store-quality.ts';
import { currentAccess } from './access-context.ts';
import { requireFull } from './require-access.ts';
import { among, may, mayAll } from './rights.ts';
import type { TraceOwners } from './trace-owners.ts';

const PROBLEMS = ['unended', 'orphaned', 'unpriced', 'estimated'] as const;

const NO_STATS: StoreStats = {
  ...{ traceCount: 0, spanCount: 0, chunkCount: 0, bytes: 0 },
  quality: { unended: 0, orphaned: 0, unpriced: 0, estimated: 0 },
};

/** The spans that whoever asks may see: filters are asked together with the experiments that are allowed. */
export function seenSpans(spans: SpanStore, owners: TraceOwners): SpanStore {
  const isSeen = async (workspaceId: string, traceId: string): Promise<boolean> => {
    const { experiments } = currentAccess();
    if (mayAll(experiments, 'read')) return true;
    const row = await spans.getTrace(workspaceId, traceId);
    return row !== undefined && may(experiments, 'read', row.experimentId);
  };
  const counted = async (workspaceId: string, filter: Expression): Promise<number> =>
    (await spans.listTraces({ workspaceId, filter: ofTraces(filter), limit: 1 })).total;
  return {
    listTraces: (query) => spans.listTraces({ ...query, filter: ofTraces(query.filter) }),
    aggregate: (request) =>
      spans.aggregate({
        ...request,
        filter: request.of === 'traces' ? ofTraces(request.filter) : ofSpans(request.filter),
      }),
    facets: (request) => spans.facets({ ...request, filter: ofTraces(request.filter) }),
    histogram: (request) => spans.histogram({ ...request, filter: ofTraces(request.filter) }),
    sessions: (request) => spans.sessions({ ...request, filter: ofTraces(request.filter) }),
    listSpans: (query) => spans.listSpans({ ...query, filter: ofSpans(query.filter) }),
    async getTrace(workspaceId, traceId) {
      const row = await spans.getTrace(workspaceId, traceId);
      return row !== undefined && may(currentAccess().experiments, 'read', row.experimentId) ? row : undefined;
    },
    getSpans: async (workspaceId, traceId) =>
      (await isSeen(workspaceId, traceId)) ? spans.getSpans(workspaceId, traceId) : undefined,
    getSkeleton: async (workspaceId, traceId, encoding) =>
      (await isSeen(workspaceId, traceId)) ? spans.getSkeleton(workspaceId, traceId, encoding) : undefined,
    getSpan: async (workspaceId, traceId, spanId) =>
      (await isSeen(workspaceId, traceId)) ? spans.getSpan(workspaceId, traceId, spanId) : undefined,
    getSpansById: async (workspaceId, ids) => spans.getSpansById(workspaceId, await owners.seenOf(workspaceId, ids)),
    getSentSpans: async (workspaceId, ids) => spans.getSentSpans(workspaceId, await owners.seenOf(workspaceId, ids)),
    getStoredSpans: async (workspaceId, traceId) =>
      (await isSeen(workspaceId, traceId)) ? spans.getStoredSpans(workspaceId, traceId) : undefined,
    async getStoredTraces(workspaceId, traceIds, maxBytes) {
      requireFull('copies of traces');
      return spans.getStoredTraces(workspaceId, traceIds, maxBytes);
    },
    async changes(workspaceId, since, limit) {
      if (mayAll(currentAccess().experiments, 'read')) return spans.changes(workspaceId, since, limit);
      const traceIds: string[] = [];
      for (let cursor = since; ; ) {
        const page = await spans.changes(workspaceId, cursor, limit - traceIds.length);
        const isLast = page.traceIds.length < limit - traceIds.length;
        traceIds.push(...(await owners.seen(workspaceId, page.traceIds)));
        cursor = page.cursor;
        if (isLast || traceIds.length === limit) return { traceIds: [...new Set(traceIds)], cursor };
      }
    },
    runTraces(workspaceId, since, limit) {
      requireFull('what runs add up to');
      return spans.runTraces(workspaceId, since, limit);
    },
    lastChange: (workspaceId) => spans.lastChange(workspaceId),
    // Of the whole store: told to those who see all of it.
    stats: async () => (currentAccess().isFull ? spans.stats() : NO_STATS),
    async quality(workspaceId): Promise<StoreQuality> {
      if (mayAll(currentAccess().experiments, 'read')) return spans.quality(workspaceId);
      const [unended, orphaned, unpriced, estimated] = await Promise.all(
        PROBLEMS.map((problem) => counted(workspaceId, compare('problem', '=', problem))),
      );
      const traceCount = await counted(workspaceId, MATCH_ALL);
      const spanCount = await countSpans(workspaceId);
      // What is known of the whole store alone is told to those who see all of it.
      const rest = { skewed: 0, truncated: 0, areSpansRead: false, duplicated: 0, dropped: 0 };
      return {
        ...{ traceCount, spanCount, ...rest },
        ...{ unended: unended!, orphaned: orphaned!, unpriced: unpriced!, estimated: estimated! },
      };
    },
    async deleteTraces(workspaceId, traceIds) {
      if (mayAll(currentAccess().experiments, 'delete')) return spans.deleteTraces(workspaceId, traceIds);
      const seen = await owners.seen(workspaceId, traceIds);
      await owners.require('delete', workspaceId, seen);
      owners.remember(workspaceId, await owners.experimentsOf(workspaceId, seen));
      return spans.deleteTraces(workspaceId, seen);
    },
    async append(batches) {
      requireFull('writing past the ingest');
      await spans.append(batches);
    },
    async sizeBytes() {
      requireFull('the size of the store');
      return spans.sizeBytes();
    },
    async oldestTraces(query) {
      requireFull('retention');
      return spans.oldestTraces(query);
    },
    async lateEvents(workspaceId, since, limit) {
      requireFull('events that came apart from their spans');
      return spans.lateEvents(workspaceId, since, limit);
    },
    async deleteLostEvents(workspaceId, receivedBefore) {
      requireFull('retention');
      return spans.deleteLostEvents(workspaceId, receivedBefore);
    },
    // Whoever opened the stores closes them.
    close: async () => {},
  };

  async function countSpans(workspaceId: string): Promise<number> {
    const { groups } = await spans.aggregate({
      ...{ workspaceId, of: 'spans', filter: ofSpans(MATCH_ALL), by: [] },
      ...{ interval: 'auto', zone: 'UTC', attribution: false, order: 'count', limit: 1 },
    });
    return groups[0]?.count ?? 0;
  }
}

function ofTraces(filter: Expression): Expression {
  const seen = seenTraces();
  return seen === undefined ? filter : allOf(filter, seen);
}

function ofSpans(filter: Expression): Expression {
  const seen = seenTraces();
  return seen === undefined ? filter : allOf(filter, { type: 'trace', of: seen });
}

/** What traces of the experiments pass that whoever asks may see; undefined: all. */
function seenTraces(): Expression | undefined {
  const rule = among(currentAccess().experiments, 'read');
  if (rule === undefined) return undefined;
  if ('except' in rule) return { type: 'not', of: compare('experiment', 'in', ...rule.except) };
  return rule.only.length === 0 ? { type: 'or', of: [] } : compare('experiment', 'in', ...rule.only);
}
