import type { OnlineBackfill, OnlineBackfillRequest } from '@tracewright/schema';
import { allOf, compare } from '../filter/expression.ts';
import type { StoredScorer } from '../storage/tracking/online/online-scorer-store.ts';
import { meantTraces } from './meant-traces.ts';
import type { OnlineDeps } from './online-deps.ts';
import { isSampled } from './sampling.ts';

/** Traces that a count looks at. */
const MAX_COUNTED = 20_000;
const PAGE = 1_000;

/** Counts the stored traces that a scorer would be asked about, and unless it is a dry run has it asked. */
export async function startBackfill(
  workspaceId: string,
  { id: scorerId, filter, sampleRate }: StoredScorer,
  request: OnlineBackfillRequest,
  deps: Pick<OnlineDeps, 'spans' | 'work' | 'notes' | 'experiments' | 'nowMs'> & { readonly newId: () => string },
): Promise<OnlineBackfill> {
  const [fromNs, toNs] = [BigInt(request.fromNs), BigInt(request.toNs)];
  const meant = allOf(
    await meantTraces(filter, workspaceId, deps),
    await meantTraces(request.filter, workspaceId, deps),
    compare('time', '>=', fromNs),
    compare('time', '<', toNs),
  );
  const counted = await count(workspaceId, meant, sampleRate, deps);
  if (request.isDry) return { id: null, ...counted };
  const id = deps.newId();
  await deps.work.addBackfill(workspaceId, { id, scorerId, filter: request.filter, fromNs, toNs, after: undefined });
  return { id, ...counted };
}

async function count(
  workspaceId: string,
  filter: Parameters<OnlineDeps['spans']['listTraces']>[0]['filter'],
  sampleRate: number,
  { spans }: Pick<OnlineDeps, 'spans'>,
): Promise<Omit<OnlineBackfill, 'id'>> {
  let matching = 0;
  let sampled = 0;
  let after: { readonly startNs: never; readonly traceId: string } | undefined;
  for (;;) {
    const page = await spans.listTraces({ workspaceId, filter, limit: PAGE, ...(after && { after }) });
    matching += page.rows.length;
    sampled += page.rows.filter(({ traceId }) => isSampled(traceId, sampleRate)).length;
    const last = page.searchedTo ?? page.rows.at(-1);
    if (!page.hasMore || last === undefined) return { matching, sampled, isPartial: false };
    if (matching >= MAX_COUNTED) return { matching, sampled, isPartial: true };
    after = { startNs: last.startNs as never, traceId: last.traceId };
  }
}
