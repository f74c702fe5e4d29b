import { compare } from '../filter/expression.ts';
import type { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';

/** Contents that were sent before their spans wait for them this long, ms. */
const LOST_AFTER_MS = 7 * 86_400_000;
/** Traces that are looked up at once. */
const PAGE = 1_000;

export interface LostPayloadDeps {
  readonly spans: Pick<SpanStore, 'listTraces'>;
  readonly payloads: Pick<TracePayloads, 'traces' | 'deleteTraces'>;
  readonly nowMs: () => number;
}

/** Removes contents whose traces never came. @returns of how many traces */
export async function removeLostPayloads(workspaceId: string, deps: LostPayloadDeps): Promise<number> {
  let removed = 0;
  let old: string[] = [];
  const removeLost = async (): Promise<void> => {
    if (old.length === 0) return;
    const filter = compare('id', 'in', ...old);
    const { rows } = await deps.spans.listTraces({ workspaceId, filter, limit: PAGE });
    const there = new Set(rows.map(({ traceId }) => traceId));
    const lost = old.filter((traceId) => !there.has(traceId));
    await deps.payloads.deleteTraces(workspaceId, lost);
    removed += lost.length;
    old = [];
  };
  for await (const { traceId, sinceMs } of deps.payloads.traces(workspaceId)) {
    if (sinceMs < deps.nowMs() - LOST_AFTER_MS && old.push(traceId) === PAGE) await removeLost();
  }
  await removeLost();
  return removed;
}
