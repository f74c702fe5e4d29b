import type { Nanos } from '@tracewright/schema';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';
import { before, type ExperimentAge, tooOldTraces } from './too-old-traces.ts';

/** How much of a store is kept; without limits, everything. */
export interface RetentionRules {
  readonly workspaces: readonly WorkspaceAges[];
  /** Traces of experiments without a rule of their own go this long after their last span has ended, ms. */
  readonly maxAgeMs: number | undefined;
  /** Once the spans of the whole store take more than this, the traces that started first go, whoever's they are. */
  readonly maxBytes: number | undefined;
}

export interface WorkspaceAges {
  readonly workspaceId: string;
  /** Those that have rules of their own. */
  readonly experiments: readonly ExperimentAge[];
}

export interface RetentionDeps {
  readonly spans: Pick<
    SpanStore,
    'sizeBytes' | 'oldestTraces' | 'listTraces' | 'getTrace' | 'deleteTraces' | 'deleteLostEvents'
  >;
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
  const { maxAgeMs, maxBytes = Number.POSITIVE_INFINITY } = rules;
  const limit = deps.tracesAtOnce ?? TRACES_AT_ONCE;
  const takeOut = async (workspaceId: string, traceIds: readonly string[]): Promise<number> => {
    if (traceIds.length === 0) return 0;
    const count = await deps.spans.deleteTraces(workspaceId, traceIds);
    await deps.notes.deleteTraces(workspaceId, traceIds);
    return count;
  };
  let tooOld = 0;
  for (const { workspaceId, experiments } of rules.workspaces) {
    const eventsBefore = before(deps.nowNs(), Math.min(maxAgeMs ?? LOST_AFTER_MS, LOST_AFTER_MS));
    while ((await deps.spans.deleteLostEvents(workspaceId, eventsBefore)) > 0);
    const old = tooOldTraces(deps.spans, workspaceId, { maxAgeMs, experiments }, deps.nowNs(), limit);
    for await (const traceIds of old) tooOld += await takeOut(workspaceId, traceIds);
  }
  let tooMuch = 0;
  while (rules.maxBytes !== undefined && (await deps.spans.sizeBytes()) > maxBytes) {
    const workspaceId = await workspaceOfOldest(rules, deps);
    if (workspaceId === undefined) break;
    const count = await takeOut(workspaceId, await deps.spans.oldestTraces({ workspaceId, limit }));
    if (count === 0) break;
    tooMuch += count;
  }
  return { tooOld, tooMuch };
}

/**
 * What {@link applyRetention} would take out. How many traces make up so many bytes is known only once they are out:
 * that number takes all that are left to be of equal size.
 */
export async function planRetention(
  { workspaces, maxAgeMs, maxBytes }: RetentionRules,
  deps: Pick<RetentionDeps, 'spans' | 'nowNs'>,
): Promise<TakenOut> {
  const all = Number.MAX_SAFE_INTEGER;
  let total = 0;
  let tooOld = 0;
  for (const { workspaceId, experiments } of workspaces) {
    total += (await deps.spans.oldestTraces({ workspaceId, limit: all })).length;
    const old = tooOldTraces(deps.spans, workspaceId, { maxAgeMs, experiments }, deps.nowNs(), all);
    for await (const traceIds of old) tooOld += traceIds.length;
  }
  if (maxBytes === undefined || total === 0) return { tooOld, tooMuch: 0 };
  const bytesEach = (await deps.spans.sizeBytes()) / total;
  return { tooOld, tooMuch: Math.max(0, Math.ceil(total - tooOld - maxBytes / bytesEach)) };
}

/** The workspace that has the trace which started first. */
async function workspaceOfOldest(
  { workspaces }: RetentionRules,
  { spans }: Pick<RetentionDeps, 'spans'>,
): Promise<string | undefined> {
  const [only, second] = workspaces;
  if (second === undefined) return only?.workspaceId;
  let oldest: { readonly workspaceId: string; readonly startNs: Nanos } | undefined;
  for (const { workspaceId } of workspaces) {
    const [traceId] = await spans.oldestTraces({ workspaceId, limit: 1 });
    const row = traceId === undefined ? undefined : await spans.getTrace(workspaceId, traceId);
    if (row !== undefined && (oldest === undefined || row.startNs < oldest.startNs)) {
      oldest = { workspaceId, startNs: row.startNs };
    }
  }
  return oldest?.workspaceId;
}
