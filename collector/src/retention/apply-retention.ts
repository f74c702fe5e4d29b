import type { Nanos } from '@tracewright/schema';
import type { OldestQuery } from '../storage/spans/span-retention.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';

/** How much of a workspace is kept; without limits, everything. */
export interface RetentionRules {
  readonly workspaceId: string;
  /** Traces go this long after their last span has ended, ms. */
  readonly maxAgeMs: number | undefined;
  /** Once the spans of the whole store take more than this, the traces that started first go. */
  readonly maxBytes: number | undefined;
}

export interface RetentionDeps {
  readonly spans: Pick<SpanStore, 'sizeBytes' | 'oldestTraces' | 'deleteTraces' | 'deleteLostEvents'>;
  readonly notes: Pick<TraceNoteStore, 'deleteTraces'>;
  readonly nowNs: () => Nanos;
  /** How many traces go at a time: whoever wants to write meanwhile waits for no more than that. Default 500. */
  readonly tracesAtOnce?: number;
}

const TRACES_AT_ONCE = 500;
/** Events that were sent apart from their span wait for it this long, ms. */
const LOST_AFTER_MS = 7 * 86_400_000;

/** How many traces are or would be taken out. */
export interface TakenOut {
  readonly tooOld: number;
  /** Beside those. */
  readonly tooMuch: number;
}

/** Takes out what is too old, then what is too much, with all that was noted of it, and events whose spans never came. */
export async function applyRetention(rules: RetentionRules, deps: RetentionDeps): Promise<TakenOut> {
  const { workspaceId, maxAgeMs, maxBytes } = rules;
  const limit = deps.tracesAtOnce ?? TRACES_AT_ONCE;
  const deleteSome = async (query: Omit<OldestQuery, 'workspaceId' | 'limit'>): Promise<number> => {
    const traceIds = await deps.spans.oldestTraces({ ...query, workspaceId, limit });
    if (traceIds.length === 0) return 0;
    const count = await deps.spans.deleteTraces(workspaceId, traceIds);
    await deps.notes.deleteTraces(workspaceId, traceIds);
    return count;
  };
  const deleteWhile = async (isTooMuch: () => Promise<boolean>, query: { readonly endedBefore?: Nanos }) => {
    let deleted = 0;
    while (await isTooMuch()) {
      const count = await deleteSome(query);
      if (count === 0) break;
      deleted += count;
    }
    return deleted;
  };
  const eventsBefore = before(deps.nowNs(), Math.min(maxAgeMs ?? LOST_AFTER_MS, LOST_AFTER_MS));
  while ((await deps.spans.deleteLostEvents(workspaceId, eventsBefore)) > 0);
  const always = async () => true;
  const tooOld =
    maxAgeMs === undefined ? 0 : await deleteWhile(always, { endedBefore: before(deps.nowNs(), maxAgeMs) });
  const isTooLarge = async () => (await deps.spans.sizeBytes()) > (maxBytes ?? Number.POSITIVE_INFINITY);
  return { tooOld, tooMuch: await deleteWhile(isTooLarge, {}) };
}

/**
 * What {@link applyRetention} would take out. How many traces make up so many bytes is known only once they are out:
 * that number takes all that are left to be of equal size.
 */
export async function planRetention(
  rules: RetentionRules,
  deps: Pick<RetentionDeps, 'spans' | 'nowNs'>,
): Promise<TakenOut> {
  const { workspaceId, maxAgeMs, maxBytes } = rules;
  const count = async (query: { readonly endedBefore?: Nanos }) =>
    (await deps.spans.oldestTraces({ ...query, workspaceId, limit: Number.MAX_SAFE_INTEGER })).length;
  const total = await count({});
  const tooOld = maxAgeMs === undefined ? 0 : await count({ endedBefore: before(deps.nowNs(), maxAgeMs) });
  if (maxBytes === undefined || total === 0) return { tooOld, tooMuch: 0 };
  const bytesEach = (await deps.spans.sizeBytes()) / total;
  return { tooOld, tooMuch: Math.max(0, Math.ceil(total - tooOld - maxBytes / bytesEach)) };
}

function before(nowNs: Nanos, ageMs: number): Nanos {
  return (nowNs - BigInt(ageMs) * 1_000_000n) as Nanos;
}
