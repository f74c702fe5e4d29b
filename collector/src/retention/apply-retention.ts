import type { Nanos } from '@tracewright/schema';
import type { OldestQuery } from '../storage/spans/span-retention.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TrackingStore } from '../storage/tracking/tracking-store.ts';

/** How much of a workspace is kept; without limits, everything. */
export interface RetentionRules {
  readonly workspaceId: string;
  /** Traces go this long after their last span has ended, ms. */
  readonly maxAgeMs: number | undefined;
  /** Once the spans of the whole store take more than this, the traces that started first go. */
  readonly maxBytes: number | undefined;
}

export interface RetentionDeps {
  readonly spans: Pick<SpanStore, 'sizeBytes' | 'oldestTraces' | 'deleteTraces'>;
  readonly notes: Pick<TrackingStore, 'deleteTraces'>;
  readonly nowNs: () => Nanos;
  /** How many traces go at a time: whoever wants to write meanwhile waits for no more than that. Default 500. */
  readonly tracesAtOnce?: number;
}

const TRACES_AT_ONCE = 500;

/** Takes out what is too old, then what is too much, with all that was noted of it. @returns how many traces. */
export async function applyRetention(rules: RetentionRules, deps: RetentionDeps): Promise<number> {
  const { workspaceId, maxAgeMs, maxBytes } = rules;
  const limit = deps.tracesAtOnce ?? TRACES_AT_ONCE;
  let deleted = 0;
  const deleteSome = async (query: Omit<OldestQuery, 'workspaceId' | 'limit'>): Promise<boolean> => {
    const traceIds = await deps.spans.oldestTraces({ ...query, workspaceId, limit });
    if (traceIds.length === 0) return false;
    const count = await deps.spans.deleteTraces(workspaceId, traceIds);
    await deps.notes.deleteTraces(workspaceId, traceIds);
    deleted += count;
    return count > 0;
  };
  if (maxAgeMs !== undefined) {
    const endedBefore = (deps.nowNs() - BigInt(maxAgeMs) * 1_000_000n) as Nanos;
    while (await deleteSome({ endedBefore }));
  }
  if (maxBytes !== undefined) while ((await deps.spans.sizeBytes()) > maxBytes && (await deleteSome({})));
  return deleted;
}
