import type { FeedbackSummary, FeedbackValue } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { filterValue } from '../format/filter-literal.ts';
import { formatCount } from '../format/number.ts';
import { formatScore } from '../format/score.ts';
import type { DashState } from './dash-state.ts';
import style from './feedback-scores.module.css';
import { formatFigure } from './figure.ts';
import { tracesBehind } from './traces-behind.ts';

/** Values that are listed one by one; more different ones are numbers, whose mean says more. */
const MAX_VALUES = 6;

export interface FeedbackScoresProps {
  readonly feedback: readonly FeedbackSummary[];
  readonly state: DashState;
}

/** What people, judges and code said about the traces, name by name. */
export function FeedbackScores({ feedback, state }: FeedbackScoresProps): VNode {
  return (
    <section class={style.panel} aria-labelledby="dash-feedback">
      <h2 class={style.title} id="dash-feedback">
        Feedback
      </h2>
      {feedback.length === 0 && (
        <p class={style.none}>
          Nobody has judged these traces yet. The thumbs on a trace, <code>feedback()</code> and <code>score()</code> in
          the app, or a judge do.
        </p>
      )}
      <ul class={style.list}>
        {feedback.map((summary) => (
          <Score key={summary.name} summary={summary} state={state} />
        ))}
      </ul>
    </section>
  );
}

function Score({ summary, state }: { readonly summary: FeedbackSummary; readonly state: DashState }): VNode {
  const { name, count, mean, quantiles, values, bySource } = summary;
  const field = `feedback.${/^[\w-]+$/.test(name) ? name : `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`}`;
  const hrefOf = (condition: string) =>
    tracesBehind({ ...state, subject: 'traces', split: 'none' }, { also: condition });
  const sources = (['human', 'judge', 'code'] as const).filter((kind) => bySource[kind] > 0);
  return (
    <li class={style.score}>
      <Link className={style.name} href={hrefOf(`${field} IS NOT NULL`)}>
        {name}
      </Link>
      <span class={style.mean}>{mean === null ? '' : formatFigure('number', mean)}</span>
      <span class={style.facts}>
        {formatCount(count)} by {sources.join(', ')}
        {mean !== null && quantiles && values.length > 2 && `, median ${formatFigure('number', quantiles.p50)}`}
      </span>
      {values.length <= MAX_VALUES && (
        <ul class={style.values}>
          {values.map(({ value, count: times }) => (
            <li key={String(value)} class={style.value}>
              <Link href={hrefOf(`${field} = ${literal(value)}`)}>
                {typeof value === 'number' ? formatScore(value) : String(value)}
              </Link>
              <span class={style.track} aria-hidden="true">
                <span class={style.bar} style={{ width: `${(times / count) * 100}%` }} />
              </span>
              <span class={style.times}>{formatCount(times)}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function literal(value: FeedbackValue): string {
  return typeof value === 'string' ? filterValue(value) : String(value);
}
