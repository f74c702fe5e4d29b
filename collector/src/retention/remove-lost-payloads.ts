import { compare } from '../filter/expression.ts';
import type { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';

/** Contents that were sent before their spans wait for them this long, ms. */
const LOST_AFTER_MS = 7 * 86_400_000;
/** Traces that are looked up at once. */
const PAGE = 1_000;

export interface LostPayloadDeps {
  readonly spans: Pick<SpanStore, 'listTraces'>;
  readonly notes: Pick<TraceNoteStore, 'getDeletions'>;
  readonly payloads: Pick<TracePayloads, 'traces' | 'deleteTraces'>;
  readonly nowMs: () => number;
}

/**
 * Removes contents whose traces never came, or whose removal broke off when their traces were deleted.
 *
 * @returns of how many traces
 */
export async function removeLostPayloads(workspaceId: string, deps: LostPayloadDeps): Promise<number> {
  let removed = 0;
  let page = new Map<string, number>();
  const removeLost = async (): Promise<void> => {
    const deletions = await deps.notes.getDeletions(workspaceId, [...page.keys()]);
    const isDue = ([traceId, sinceMs]: readonly [string, number]): boolean =>
      sinceMs < deps.nowMs() - LOST_AFTER_MS || sinceMs <= (deletions.get(traceId) ?? 0);
    const due = [...page].filter(isDue).map(([traceId]) => traceId);
    page = new Map();
    if (due.length === 0) return;
    const { rows } = await deps.spans.listTraces({ workspaceId, filter: compare('id', 'in', ...due), limit: PAGE });
    const there = new Set(rows.map(({ traceId }) => traceId));
    const lost = due.filter((traceId) => !there.has(traceId));
    await deps.payloads.deleteTraces(workspaceId, lost);
    removed += lost.length;
  };
  for await (const { traceId, sinceMs } of deps.payloads.traces(workspaceId)) {
    if (page.set(traceId, sinceMs).size === PAGE) await removeLost();
  }
  await removeLost();
  return removed;
}
