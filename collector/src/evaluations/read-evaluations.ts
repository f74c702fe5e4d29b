import type { EvaluationGrid, EvaluationRowDetail } from '@tracewright/schema';
import { ApiError } from '../errors.ts';
import { compare } from '../filter/expression.ts';
import { type Notes, resolveNotes } from '../filter/resolve-notes.ts';
import { rowsOf } from '../routes/api/traces-of.ts';
import type { SpanStore, TraceRow } from '../storage/spans/span-store.ts';
import type { EvaluationStore, RunAssessment } from '../storage/tracking/evaluations/evaluation-store.ts';
import type { RunStore } from '../storage/tracking/runs/run-store.ts';
import { evaluationGrid } from './evaluation-grid.ts';
import { outsideRow, outsideRows, type TraceTexts } from './outside-rows.ts';

export interface EvaluationDeps {
  readonly evaluations: EvaluationStore;
  readonly runs: Pick<RunStore, 'getInfo'>;
  readonly notes: Notes;
  readonly spans: Pick<SpanStore, 'listTraces' | 'getTrace' | 'getSpansById'>;
  readonly spanDetail: TraceTexts['spanDetail'];
}

/** Traces that are asked for at once. */
const TRACES_AT_ONCE = 1_000;

/**
 * All rows of an evaluation.
 *
 * @throws ApiError `RESOURCE_DOES_NOT_EXIST` without the run
 */
export async function readGrid(workspaceId: string, runId: string, deps: EvaluationDeps): Promise<EvaluationGrid> {
  const { evaluations, runs } = deps;
  await runs.getInfo(workspaceId, runId);
  const stored = await evaluations.heads(workspaceId, runId);
  if (stored.length > 0) return evaluationGrid(runId, stored);
  const assessments = await evaluations.assessments(workspaceId, runId);
  const traces = await tracesOfRun(workspaceId, runId, assessments, deps);
  return evaluationGrid(runId, await outsideRows(workspaceId, traces.values(), assessments, deps));
}

/**
 * One row with all that it says.
 *
 * @throws ApiError `RESOURCE_DOES_NOT_EXIST` without the run, or if the trace is no row of it
 */
export async function readRow(
  workspaceId: string,
  runId: string,
  traceId: string,
  deps: EvaluationDeps,
): Promise<EvaluationRowDetail> {
  const { evaluations, runs, spans } = deps;
  await runs.getInfo(workspaceId, runId);
  const stored = await evaluations.row(workspaceId, runId, traceId);
  if (stored !== undefined) return stored;
  const assessments = (await evaluations.assessments(workspaceId, runId)).filter((one) => one.traceId === traceId);
  const trace = assessments.length === 0 ? undefined : await spans.getTrace(workspaceId, traceId);
  const row = trace && (await outsideRow(workspaceId, trace, assessments, deps));
  if (row !== undefined) return row;
  throw new ApiError('RESOURCE_DOES_NOT_EXIST', `trace ${traceId} is no row of evaluation ${runId}`);
}

/** Those that say that they belong to the run, were linked to it, or were scored in it. */
async function tracesOfRun(
  workspaceId: string,
  runId: string,
  assessments: readonly RunAssessment[],
  { spans, notes }: EvaluationDeps,
): Promise<ReadonlyMap<string, TraceRow>> {
  const scored = new Set(assessments.map(({ traceId }) => traceId));
  const ofRun = await resolveNotes(compare('run', '=', runId), workspaceId, notes);
  const traces = new Map<string, TraceRow>();
  const filter = { type: 'or', of: [ofRun, { type: 'traceIds', traceIds: scored }] } as const;
  for await (const row of rowsOf(spans, workspaceId, filter, TRACES_AT_ONCE)) traces.set(row.traceId, row);
  return traces;
}
