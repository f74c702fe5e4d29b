import type { EvaluationGrid, EvaluationRowDetail } from '@tracewright/schema';
import { EVALUATION_RUN_TYPE, EVALUATION_TAG } from '@tracewright/schema';
import { getJson } from '../api/request.ts';
import { searchExperiments } from '../tracking/api/experiments.ts';
import { type MlflowRun, searchRuns } from '../tracking/api/runs.ts';
import { type Found, mlflowText } from '../tracking/api/shapes.ts';

/** Experiments that are looked through for evaluations. */
const MAX_EXPERIMENTS = 1_000;

/** All rows of an evaluation. @throws ApiFailure */
export function getGrid(runId: string, abort?: AbortSignal): Promise<EvaluationGrid> {
  return getJson(`/api/v1/evaluations/${encodeURIComponent(runId)}/grid`, abort);
}

/** One row with all that it says. @throws ApiFailure */
export function getEvaluationRow(runId: string, traceId: string, abort?: AbortSignal): Promise<EvaluationRowDetail> {
  return getJson(`/api/v1/evaluations/${encodeURIComponent(runId)}/rows/${traceId}`, abort);
}

/** Names of experiments by their ids. @throws ApiFailure */
export async function experimentNames(): Promise<ReadonlyMap<string, string>> {
  const { items } = await searchExperiments({ limit: MAX_EXPERIMENTS, filter: '', isDeleted: false });
  return new Map(items.map(({ experiment_id: id, name }) => [id, name]));
}

/** A page of runs that are evaluations, the newest first. @param text A part of their names. @throws ApiFailure */
export function searchEvaluations(
  experimentIds: readonly string[],
  text: string,
  limit: number,
  after?: string,
): Promise<Found<MlflowRun>> {
  const isEvaluation = `tags.\`${EVALUATION_TAG.runType}\` = '${EVALUATION_RUN_TYPE}'`;
  const isNamed = text === '' ? '' : ` AND attributes.run_name ILIKE ${mlflowText(`%${text}%`)}`;
  const search = { experimentIds, filter: isEvaluation + isNamed, order: undefined, isDeleted: false };
  return searchRuns(search, limit, after);
}
