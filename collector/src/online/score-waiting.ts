import { allOf, compare } from '../filter/expression.ts';
import type { TraceRow } from '../storage/spans/span-store.ts';
import type { StoredScorer } from '../storage/tracking/online/online-scorer-store.ts';
import type { WaitingTrace } from '../storage/tracking/online/online-work-store.ts';
import { meantTraces } from './meant-traces.ts';
import type { OnlineDeps } from './online-deps.ts';
import { scoreOne } from './score-one.ts';

const TRACES_AT_ONCE = 40;
/** Jobs that are in the thread together. */
const CONCURRENCY = 4;
/** A trace without an end, or without its root, is waited for this long, then scored as it is. */
const MAX_WAIT_MS = 3_600_000;

/**
 * Scores what is due.
 *
 * @param signal ends it after what is under way
 * @returns whether anything was due
 */
export async function scoreWaiting(
  workspaceId: string,
  scorers: readonly StoredScorer[],
  deps: OnlineDeps,
  signal: AbortSignal,
): Promise<boolean> {
  const ids = scorers.map(({ id }) => id);
  const due = await deps.work.due(workspaceId, ids, deps.nowMs(), TRACES_AT_ONCE);
  if (due.length === 0) return false;
  const rows = await rowsOf(workspaceId, due, deps);
  const jobs: (() => Promise<boolean>)[] = [];
  for (const [scorerId, waiting] of Map.groupBy(due, (one) => one.scorerId)) {
    const scorer = scorers.find(({ id }) => id === scorerId)!;
    for (const job of await meantJobs(workspaceId, scorer, waiting, rows, deps)) jobs.push(job);
  }
  await inTurns(jobs, signal);
  return true;
}

/** Of those that are complete and meant; the others are waited for or let go. */
async function meantJobs(
  workspaceId: string,
  scorer: StoredScorer,
  waiting: readonly WaitingTrace[],
  rows: ReadonlyMap<string, TraceRow>,
  deps: OnlineDeps,
): Promise<readonly (() => Promise<boolean>)[]> {
  const { spans, work, nowMs } = deps;
  const present = waiting.filter(({ traceId }) => rows.has(traceId));
  const complete: WaitingTrace[] = [];
  for (const one of present) {
    if (isComplete(rows.get(one.traceId)!) || nowMs() - one.sinceMs >= MAX_WAIT_MS) complete.push(one);
    else await work.postpone(workspaceId, one, nowMs() + Math.max(scorer.delayMs, 1_000), false);
  }
  const asked = complete.map(({ traceId }) => traceId);
  const meant = new Set<string>();
  if (asked.length > 0) {
    const filter = allOf(await meantTraces(scorer.filter, workspaceId, deps), compare('id', 'in', ...asked));
    const page = await spans.listTraces({ workspaceId, filter, limit: asked.length });
    for (const { traceId } of page.rows) meant.add(traceId);
  }
  const gone = waiting.filter(({ traceId }) => !rows.has(traceId));
  const others = complete.filter(({ traceId }) => !meant.has(traceId));
  await work.drop(
    workspaceId,
    scorer.id,
    [...gone, ...others].map(({ traceId }) => traceId),
  );
  return complete
    .filter(({ traceId }) => meant.has(traceId))
    .map((one) => () => scoreOne(workspaceId, scorer, one, rows.get(one.traceId)!, deps));
}

function isComplete({ status, hasRoot }: TraceRow): boolean {
  return hasRoot && status !== 'running';
}

async function rowsOf(
  workspaceId: string,
  due: readonly WaitingTrace[],
  { spans }: OnlineDeps,
): Promise<ReadonlyMap<string, TraceRow>> {
  const ids = [...new Set(due.map(({ traceId }) => traceId))];
  const { rows } = await spans.listTraces({ workspaceId, filter: compare('id', 'in', ...ids), limit: ids.length });
  return new Map(rows.map((row) => [row.traceId, row]));
}

/** Runs jobs, several at once. A job that says that its scorer is to stop ends those that have not begun. */
async function inTurns(jobs: (() => Promise<boolean>)[], signal: AbortSignal): Promise<void> {
  const next = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined && !signal.aborted; job = jobs.shift()) {
      if (!(await job())) jobs.length = 0;
    }
  };
  // One that fails leaves the others to their end: what is under way must not be begun again beside it.
  const ended = await Promise.allSettled(Array.from({ length: CONCURRENCY }, next));
  for (const turn of ended) if (turn.status === 'rejected') throw turn.reason;
}
