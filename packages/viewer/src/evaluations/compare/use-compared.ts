import type { GridComparison } from '@tracewright/evaluate/compare';
import { scoreShapes } from '@tracewright/evaluate/compare';
import type { EvaluationGrid } from '@tracewright/schema';
import { type Answer, useAsked } from '../../api/use-answer.ts';
import { readArtifactText } from '../../tracking/api/artifacts.ts';
import { getRuns } from '../../tracking/api/runs.ts';
import { getGrid } from '../evaluations-api.ts';
import { askComparison } from './ask-comparison.ts';

const SCORERS = 'evaluation/scorers.json';
const MAX_SCORERS_BYTES = 4_000_000;

/** An evaluation that the shown one is held against, and what has changed since. */
export interface ComparedEvaluation {
  readonly runId: string;
  readonly name: string;
  readonly grid: EvaluationGrid;
  readonly comparison: GridComparison;
}

/** Others in the order of their ids. Undefined ids: nothing is compared. */
export function useCompared(
  grid: EvaluationGrid | undefined,
  others: readonly string[],
): Answer<readonly ComparedEvaluation[]> {
  const isAsked = grid !== undefined && others.length > 0;
  const question = isAsked ? `${grid.runId} ${grid.keys.length} ${others.join()}` : undefined;
  return useAsked(question, async (abort) => {
    if (grid === undefined) return [];
    const [runs, shapes] = await Promise.all([getRuns(others, abort), recordedShapes(grid.runId, abort)]);
    return Promise.all(
      runs.map(async ({ info: { run_id: runId, run_name: name } }) => {
        const before = await getGrid(runId, abort);
        return { runId, name: name || runId, grid: before, comparison: await askComparison(before, grid, shapes) };
      }),
    );
  });
}

/** What is recorded of the scorers; MLflow's evaluations have no such file. */
async function recordedShapes(runId: string, abort: AbortSignal): Promise<ReturnType<typeof scoreShapes>> {
  try {
    const { text, isWhole } = await readArtifactText(runId, SCORERS, MAX_SCORERS_BYTES, abort);
    return isWhole ? scoreShapes(JSON.parse(text)) : {};
  } catch (error) {
    if (abort.aborted) throw error;
    return {};
  }
}
