import { createHash } from 'node:crypto';
import { type EvaluationScore, nanoUsd, numericScore } from '@tracewright/schema';
import { ApiError } from '../errors.ts';
import { storableText } from '../storable-text.ts';
import type { TraceRow } from '../storage/spans/span-store.ts';
import type { StoredScorer } from '../storage/tracking/online/online-scorer-store.ts';
import type { ScoringOutcome, UsedUp, WaitingTrace } from '../storage/tracking/online/online-work-store.ts';
import { nowNsOf, type OnlineDeps } from './online-deps.ts';
import { readTraceFacts } from './rows/trace-facts.ts';
import { storableScore } from './storable-score.ts';
import { storeJudgement } from './store-judgement.ts';
import type { Scoring } from './thread/online-protocol.ts';
import { ScoringLost } from './thread/online-thread.ts';

/** A scorer that fails so often without any success in between does not work. */
const MAX_FAILURES_IN_ROW = 10;
/** How often a call that may succeed a little later is made. */
const MAX_ATTEMPTS = 6;
const FIRST_RETRY_MS = 15_000;
const LONGEST_RETRY_MS = 900_000;
const NOTHING: UsedUp = { moreCalls: 0, tokens: 0, costNanoUsd: 0, unpricedCalls: 0 };

/**
 * Scores one trace, within the budget of its scorer, and writes down what came of it: a score once for each version, an
 * error that is none, or another time for what may pass. A scorer that cannot work is paused.
 *
 * @returns false where the scorer was paused, changed or deleted: what else waits for it need not be tried as it was
 */
export async function scoreOne(
  workspaceId: string,
  scorer: StoredScorer,
  waiting: WaitingTrace,
  row: TraceRow,
  deps: OnlineDeps,
): Promise<boolean> {
  try {
    return await tryOne(workspaceId, scorer, waiting, row, deps);
  } catch (error) {
    deps.report(error);
    await tryLater(workspaceId, scorer, waiting, error, deps);
    return true;
  }
}

/** Of what is a fault of ours, not for ever: a judge costs money each time. */
async function tryLater(
  workspaceId: string,
  { id: scorerId, version }: StoredScorer,
  waiting: WaitingTrace,
  error: unknown,
  { work, nowMs }: OnlineDeps,
): Promise<void> {
  if (waiting.attempts + 1 < MAX_ATTEMPTS) {
    await work.postpone(workspaceId, waiting, nowMs() + retryMs(waiting.attempts, null), true);
    return;
  }
  const message = storableText(error instanceof Error ? error.message : String(error));
  const done = { scorerId, version, traceId: waiting.traceId, day: dayOf(nowMs()) };
  await work.finish(workspaceId, done, { type: 'error', code: 'INTERNAL_ERROR', message }, NOTHING);
}

async function tryOne(
  workspaceId: string,
  scorer: StoredScorer,
  waiting: WaitingTrace,
  row: TraceRow,
  deps: OnlineDeps,
): Promise<boolean> {
  const { work, assessments, nowMs } = deps;
  const { traceId } = row;
  if (!(await isStillOn(workspaceId, scorer, deps))) return false;
  const done = { scorerId: scorer.id, version: scorer.version, traceId, day: dayOf(nowMs()) };
  const id = assessmentId(done);
  const before = await assessments.get(workspaceId, traceId, id);
  if (before !== undefined) {
    // It was stored, and whoever did so had no time left to say so.
    await work.drop(workspaceId, scorer.id, [traceId]);
    return true;
  }
  const isJudge = scorer.rule.kind === 'judge';
  if (isJudge && !(await work.reserveCall(workspaceId, scorer.id, done.day, limitOf(scorer)))) {
    await work.finish(workspaceId, done, { type: 'overBudget' }, NOTHING);
    return true;
  }
  const scoring = await scored(workspaceId, scorer, waiting, row, deps);
  if (scoring === undefined) {
    if (isJudge) await work.releaseCall(workspaceId, scorer.id, done.day);
    return false;
  }
  if (scoring.judged !== undefined) await storeJudgement(workspaceId, scoring.judged, row, deps);
  const used = { ...scoring.used, moreCalls: scoring.used.calls - (isJudge ? 1 : 0) };
  if (scoring.trouble?.kind === 'passing' && waiting.attempts + 1 < MAX_ATTEMPTS) {
    await work.postpone(workspaceId, waiting, nowMs() + retryMs(waiting.attempts, scoring.trouble.retryAfterMs), true);
    await work.addUsage(workspaceId, done, used);
    return true;
  }
  if (scoring.score.error === null) {
    await storeScore(workspaceId, id, traceId, scoring.score, deps);
  }
  const failures = await work.finish(workspaceId, done, outcomeOf(scoring.score), used);
  const reason = pauseReason(scorer, scoring, failures);
  if (reason !== undefined) await deps.scorers.pause(workspaceId, scorer.id, scorer.version, reason);
  return reason === undefined;
}

/** It may have been changed, paused or deleted while others of the same batch were scored. */
async function isStillOn(
  workspaceId: string,
  { id, version }: StoredScorer,
  { scorers }: OnlineDeps,
): Promise<boolean> {
  const now = await scorers.find(workspaceId, id);
  return now?.version === version && now.isEnabled && now.pausedReason === null;
}

/** What the thread says; undefined where it was lost, and the scorer paused for it. */
async function scored(
  workspaceId: string,
  scorer: StoredScorer,
  waiting: WaitingTrace,
  row: TraceRow,
  { spans, thread, scorers, work, nowMs, report }: OnlineDeps,
): Promise<Scoring | undefined> {
  const trace = await readTraceFacts(spans, workspaceId, row);
  try {
    if (trace === undefined) {
      await work.drop(workspaceId, scorer.id, [row.traceId]);
      return undefined;
    }
    const scoring = await thread.score({ name: scorer.name, rule: scorer.rule, trace });
    return { ...scoring, score: storableScore(scoring.score) };
  } catch (error) {
    // Whoever goes on does it again, as if it had never been begun.
    if (error instanceof ScoringLost && error.isClosing) return undefined;
    await work.postpone(workspaceId, waiting, nowMs() + retryMs(waiting.attempts, null), true);
    const isGuilty = !(error instanceof ScoringLost) || scorer.rule.kind === 'jsonSchema';
    if (!(error instanceof ScoringLost)) report(error);
    // Of the scorers only a schema's patterns can hold a thread up; others were in it by chance.
    if (isGuilty || waiting.attempts + 1 >= MAX_ATTEMPTS) {
      const why = storableText(error instanceof Error ? error.message : String(error));
      await scorers.pause(workspaceId, scorer.id, scorer.version, `on trace ${row.traceId}: ${why}`);
    }
    return undefined;
  }
}

async function storeScore(
  workspaceId: string,
  id: string,
  traceId: string,
  { name, value, rationale, source }: EvaluationScore,
  deps: OnlineDeps,
): Promise<void> {
  const atNs = nowNsOf(deps);
  try {
    await deps.assessments.create(workspaceId, {
      ...{ id, kind: 'feedback', traceId, spanId: null, name, value, error: null, rationale, source },
      ...{ metadata: {}, overrides: null, isValid: true, createdNs: atNs, updatedNs: atNs },
    });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
  }
}

function outcomeOf({ value, passed, error }: EvaluationScore): ScoringOutcome {
  if (error !== null) return { type: 'error', code: error.code, message: error.message };
  return { type: 'scored', number: numericScore(value), passed };
}

function pauseReason(scorer: StoredScorer, { score, trouble, used }: Scoring, failures: number): string | undefined {
  const said =
    score.error === null ? '' : `${score.error.code}${score.error.message ? `: ${score.error.message}` : ''}`;
  if (trouble?.kind === 'lasting') return said;
  if (failures >= MAX_FAILURES_IN_ROW) return `${failures} traces in a row could not be scored, at last: ${said}`;
  if (scorer.budget.usd !== null && used.unpricedCalls > 0) {
    return 'what its model costs is not known, so that its budget in dollars cannot be kept: set a price, or a budget of calls';
  }
  return undefined;
}

function limitOf({ budget }: StoredScorer): { readonly calls: number | null; readonly nanoUsd: number | null } {
  return { calls: budget.calls, nanoUsd: budget.usd === null ? null : nanoUsd(budget.usd) };
}

function retryMs(attempts: number, askedMs: number | null): number {
  return Math.min(LONGEST_RETRY_MS, Math.max(askedMs ?? 0, FIRST_RETRY_MS * 2 ** attempts));
}

/** The same for the same trace and version of a scorer, so that it is stored once. */
function assessmentId({ scorerId, version, traceId }: { scorerId: string; version: number; traceId: string }): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([scorerId, version, traceId]))
    .digest('hex');
  return `online-${digest.slice(0, 24)}`;
}

/** UTC. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
