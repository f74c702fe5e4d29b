import type { AggregateAnswer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { useAnswer } from '../api/use-answer.ts';
import { Choice } from '../ui/choice.tsx';
import type { ScatterAxis } from './chart/scatter-option.ts';
import style from './cost-benefit.module.css';
import { modelsQuestion } from './dash-questions.ts';
import type { DashState } from './dash-state.ts';
import { type ModelPoint, modelCondition, modelIds, modelPoints, modelTraces } from './model-point.ts';
import { ScatterCard } from './scatter-card.tsx';
import { tracesBehind } from './traces-behind.ts';
import { useScores } from './use-scores.ts';

export interface CostBenefitProps {
  readonly state: DashState;
  /** Name of the feedback that says how good a trace was; undefined: there is none. */
  readonly score: string | undefined;
  readonly scores: readonly string[];
  readonly onScore: (name: string) => void;
  readonly nowMs: number;
}

const COST: ScatterAxis = { name: 'Cost of a call', unit: 'usd', read: ({ costUsd }) => costUsd };

/** What each model costs, against how long it takes and how good its answers were found. */
export function CostBenefit({
  state,
  score: scoreName,
  scores: names,
  onScore,
  nowMs,
}: CostBenefitProps): VNode | null {
  const { value: answer } = useAnswer<AggregateAnswer>(modelsQuestion(state, nowMs));
  const conditions = useMemo(() => (answer ? modelIds(answer).map(modelTraces) : []), [answer]);
  const scores = useScores(state, scoreName, conditions, nowMs);
  const points = useMemo(
    () => (answer ? modelPoints(answer, state.percentile, scores) : []),
    [answer, state.percentile, scores.join()],
  );
  const axes = useMemo(() => {
    const latency: ScatterAxis = { name: `Latency ${state.percentile}`, unit: 'ms', read: (point) => point.latencyMs };
    const score: ScatterAxis = { name: scoreName ?? '', unit: 'number', read: (point) => point.score };
    return { latency: [COST, latency], score: [COST, score] } as const;
  }, [state.percentile, scoreName]);
  if (points.length === 0) return null;

  const hrefOf = (point: ModelPoint) =>
    tracesBehind({ ...state, subject: 'llm', split: 'none' }, { also: modelCondition(point) });
  return (
    <section aria-label="Cost and benefit">
      <header class={style.head}>
        <h2 class={style.title}>Cost and benefit of models</h2>
        {names.length > 1 && (
          <Choice
            label="Score"
            value={scoreName ?? ''}
            options={names.map((name) => [name, name])}
            onChange={onScore}
          />
        )}
      </header>
      <div class={style.cards}>
        <ScatterCard title="Cost and latency" points={points} axes={axes.latency} hrefOf={hrefOf} />
        {scoreName !== undefined && (
          <ScatterCard title={`Cost and ${scoreName}`} points={points} axes={axes.score} hrefOf={hrefOf} />
        )}
      </div>
      {scoreName !== undefined && (
        <p class={style.note}>
          Scores are means over the traces that called a model; a trace that called several counts for each.
        </p>
      )}
    </section>
  );
}
