import { isTracewrightError } from '@tracewright/client';
import type { TracewrightClient } from '@tracewright/client/node';
import type { EvaluationGrid } from '@tracewright/schema';
import { findBaseline } from '../evaluate/find-baseline.ts';
import type { EvaluationResult, ScorerInfo } from '../results/evaluation-result.ts';
import { type ScoreShapes, scoreShapes } from './score-shapes.ts';

/** An evaluation: its result, the id of its run, or its name, of which the last is meant that has ended well. */
export type EvaluationRef = EvaluationResult | string;

/** As much of an evaluation as is compared. */
export interface ComparedEvaluation {
  readonly name: string;
  /** Undefined where nothing was tracked. */
  readonly runId: string | undefined;
  readonly grid: EvaluationGrid;
  readonly shapes: ScoreShapes;
}

/** Where evaluations are looked for. */
export interface EvaluationSource {
  readonly client: () => TracewrightClient;
  /** Default: that of `beside`, then the client's. */
  readonly experiment: string | undefined;
  /** Id of the run that it is compared with: a name means another one. */
  readonly beside: string | undefined;
}

/**
 * Reads an evaluation from its result or from the server.
 *
 * @throws EvaluationError `INVALID_OPTIONS` for a name that no evaluation has; TracewrightError
 */
export async function loadEvaluation(
  ref: EvaluationRef,
  { client, experiment, beside }: EvaluationSource,
): Promise<ComparedEvaluation> {
  if (typeof ref !== 'string') {
    return { name: ref.name, runId: ref.runId, grid: ref.grid(), shapes: scoreShapes(ref.scorers) };
  }
  const server = client();
  const compared = beside === undefined ? undefined : await server.runs.get(beside);
  const runId = await findBaseline(ref, experiment, server, compared);
  const path = `/api/v1/evaluations/${runId}/grid`;
  const [run, grid, shapes] = await Promise.all([
    server.runs.get(runId),
    server.connection.ask<EvaluationGrid>({ method: 'GET', path }),
    recordedShapes(runId, server),
  ]);
  return { name: run.name, runId, grid, shapes };
}

/** Evaluations that MLflow has made do not say. */
async function recordedShapes(runId: string, client: TracewrightClient): Promise<ScoreShapes> {
  try {
    const files = await client.artifactsOf(runId);
    return scoreShapes(await files.get('evaluation/scorers.json').json<readonly ScorerInfo[]>());
  } catch (error) {
    if (isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) return {};
    throw error;
  }
}
