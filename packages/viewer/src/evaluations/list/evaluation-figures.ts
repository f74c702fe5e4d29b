import type { MlflowRun } from '../../tracking/api/runs.ts';

/** What the list shows of an evaluation. */
export interface EvaluationFigures {
  readonly rows: number | undefined;
  /** Over all scorers, from 0 to 1. */
  readonly score: number | undefined;
  /** Scorer by scorer, in the order of their names. */
  readonly scorers: readonly { readonly name: string; readonly mean: number }[];
  readonly costUsd: number | undefined;
}

const MEAN = '/mean';
/** Means of what a row took, not of what a scorer says. */
const FACTS = new Set(['duration_ms', 'cost_usd', 'input_tokens', 'output_tokens']);

/** From the metrics that `evaluate()` and `mlflow.genai.evaluate` log. */
export function evaluationFigures({ data }: Pick<MlflowRun, 'data'>): EvaluationFigures {
  const metrics = new Map((data.metrics ?? []).map(({ key, value }) => [key, Number(value)]));
  const finite = (key: string): number | undefined => {
    const value = metrics.get(key);
    return value !== undefined && Number.isFinite(value) ? value : undefined;
  };
  const scorers = [...metrics.keys()].flatMap((key) => {
    const mean = key.endsWith(MEAN) ? finite(key) : undefined;
    const name = key.slice(0, -MEAN.length);
    return mean === undefined || FACTS.has(name) ? [] : [{ name, mean }];
  });
  return {
    rows: finite('rows'),
    score: finite('score'),
    scorers: scorers.sort((a, b) => (a.name < b.name ? -1 : 1)),
    costUsd: finite('total_cost_usd'),
  };
}
