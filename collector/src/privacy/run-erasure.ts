import type { ErasureCounts, ErasureLeftOver } from '@tracewright/schema';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { AuditStore } from '../storage/tracking/audit/audit-store.ts';
import { type ErasureStore, NO_COUNTS, type StoredErasure } from '../storage/tracking/privacy/erasure-store.ts';
import type { TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';
import { type EraseFromRunsDeps, eraseFromRuns } from './erase-from-runs.ts';
import { countTraces, type EraseDeps, eraseTraces, sumOf } from './erase-traces.ts';
import { tracesOfSubject } from './traces-of-subject.ts';

export interface RunErasureDeps extends EraseDeps, EraseFromRunsDeps {
  readonly spans: EraseDeps['spans'] & Pick<SpanStore, 'lastChange'>;
  readonly notes: EraseDeps['notes'] & Pick<TraceNoteStore, 'tracesSaid'>;
  readonly erasures: ErasureStore;
  readonly audit: Pick<AuditStore, 'mentions'>;
  readonly nowMs: () => number;
  /** Traces that go at a time: whoever wants to write meanwhile waits for no more than that. Default 500. */
  readonly tracesAtOnce?: number;
}

const TRACES_AT_ONCE = 500;
/** Runs that a report lists. */
const MAX_LEFT_OVER = 1_000;

/**
 * Deletes everything of a user or session, or only counts it. Where it broke off before, it begins with the traces that
 * were under way: those that a store has lost already are not found by whom they were of.
 *
 * @param signal Ends it between two batches: it goes on when it is run again.
 */
export async function runErasure(erasure: StoredErasure, deps: RunErasureDeps, signal: AbortSignal): Promise<void> {
  const { workspaceId, of, subject, isDryRun } = erasure;
  // Once it is done its subject is forgotten: there is nothing left to do.
  if (subject === undefined) return;
  const { erasures, tracesAtOnce = TRACES_AT_ONCE } = deps;
  await erasures.note(erasure, { state: 'running', error: null });
  if (!isDryRun) await startWatching(workspaceId, deps);
  const begun = isDryRun ? [] : await erasures.traces(erasure);
  const found = await tracesOfSubject(workspaceId, of, subject, deps);
  const traceIds = [...new Set([...begun, ...found])];
  const auditMentions = await deps.audit.mentions(workspaceId, subject);
  let counts: ErasureCounts = { ...(isDryRun ? NO_COUNTS : { ...erasure.counts, traces: 0, runs: 0 }), auditMentions };
  let leftOver = erasure.leftOver;
  for (let from = 0; from < traceIds.length; from += tracesAtOnce) {
    if (signal.aborted) return;
    const batch = traceIds.slice(from, from + tracesAtOnce);
    // Before the traces go, with which the links do.
    const linked = await deps.runs.ofTraces(workspaceId, batch);
    leftOver = withRuns(
      leftOver,
      linked.map((runId) => ({ runId, why: 'traces' })),
    );
    await erasures.note(erasure, { leftOver });
    counts = sumOf(counts, await (isDryRun ? countTraces : eraseTraces)(erasure, batch, deps));
    await erasures.note(erasure, { counts });
  }
  const ofRuns = await eraseFromRuns(erasure, traceIds, deps, signal);
  counts = sumOf(counts, { ...NO_COUNTS, ...ofRuns.counts });
  const left = leftOver.filter(({ runId }) => !ofRuns.emptied.includes(runId));
  await erasures.note(erasure, { counts, leftOver: withRuns(ofRuns.leftOver, left) });
  if (!ofRuns.isDone) return;
  // Last: by them the runs are found again where it breaks off.
  if (!isDryRun) await deps.runs.forget(workspaceId, of, subject);
  await erasures.note(erasure, { state: 'done' });
}

/** Each run once, for the first reason. */
function withRuns(left: readonly ErasureLeftOver[], further: readonly ErasureLeftOver[]): readonly ErasureLeftOver[] {
  const byRun = new Map([...left, ...further].reverse().map((run) => [run.runId, run]));
  return [...byRun.values()].reverse().slice(0, MAX_LEFT_OVER);
}

/** From before the first trace is looked for: what comes meanwhile is late. Others that are watched have begun before. */
async function startWatching(
  workspaceId: string,
  { spans, erasures, nowMs }: Pick<RunErasureDeps, 'spans' | 'erasures' | 'nowMs'>,
): Promise<void> {
  const isWatched = (await erasures.watched(nowMs())).some((other) => other.workspaceId === workspaceId);
  if (isWatched && (await erasures.cursor(workspaceId)) !== undefined) return;
  await erasures.setCursor(workspaceId, await spans.lastChange(workspaceId));
}
