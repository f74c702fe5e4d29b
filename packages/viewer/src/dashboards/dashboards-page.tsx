import type { AggregateAnswer, FeedbackSummary, Page } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { isFromNow } from '../api/asked.ts';
import { useAnswer } from '../api/use-answer.ts';
import { classNames } from '../ui/class-names.ts';
import { useNow } from '../url/use-now.ts';
import { useRawSearch } from '../url/use-query.ts';
import { CostBenefit } from './cost-benefit.tsx';
import { DashBar } from './dash-bar.tsx';
import { feedbackQuestion, groupsQuestion, timeQuestion } from './dash-questions.ts';
import { type DashState, formatDash, parseDash } from './dash-state.ts';
import style from './dashboards-page.module.css';
import { DataQualityPanel } from './data-quality-panel.tsx';
import { FeedbackScores } from './feedback-scores.tsx';
import { GroupTable } from './group-table.tsx';
import { KeyFigures } from './key-figures.tsx';
import { TimeChartCard } from './time-chart-card.tsx';
import { timeCharts } from './time-charts.ts';
import { scoreName } from './use-scores.ts';

const REFRESH_MS = 30_000;
/** More lines cannot be told apart; the table has them all. */
const MAX_SERIES = 6;

/** `/dash?q=&from=&to=&of=&by=&p=&score=` */
export function DashboardsPage(): VNode {
  const [, navigate] = useLocation();
  const search = useRawSearch();
  const state = useMemo(() => parseDash(search), [search]);
  useEffect(() => {
    document.title = 'Dashboards · Tracewright';
  }, []);
  const isMoving = isFromNow(state.range);
  const nowMs = useNow(isMoving ? REFRESH_MS : undefined);
  // What is asked for from now on asks anew by itself.
  const refreshMs = isMoving ? undefined : REFRESH_MS;

  const groups = useAnswer<AggregateAnswer>(groupsQuestion(state, nowMs), refreshMs);
  const drawn = useMemo(
    () => (state.split === 'none' ? [] : (groups.value?.groups ?? []).slice(0, MAX_SERIES).map(({ key }) => key)),
    [groups.value, state.split],
  );
  const isReady = groups.value !== undefined && groups.isCurrent;
  // While another question is asked, the last answer stays, and what it was asked about with it.
  const kept = useRef<{ readonly answer: AggregateAnswer; readonly state: DashState }>();
  if (groups.value && isReady) kept.current = { answer: groups.value, state };
  const shown = kept.current;
  const hasNone = shown?.answer.total.count === 0;
  const times = useAnswer<AggregateAnswer>(
    isReady && groups.value?.total.count !== 0 ? timeQuestion(state, drawn, nowMs) : undefined,
    refreshMs,
  );
  const charts = useMemo(
    () => (times.value ? timeCharts(times.value, state, drawn) : []),
    // An answer and the state it is for come together; of the rest only the percentile needs no other answer.
    [times.value, state.percentile],
  );
  const feedback = useAnswer<Page<FeedbackSummary>>(feedbackQuestion(state, '', nowMs), refreshMs);

  const judged = feedback.value?.items ?? [];
  const score = scoreName(judged, state.score);

  const change = (part: Partial<DashState>) => navigate(`/dash${formatDash({ ...state, ...part })}`);
  return (
    <div class={style.page}>
      <DashBar state={state} failure={groups.failure?.message} onChange={change} />
      {!shown && !groups.failure && <p class={style.nothing}>Adding up the figures …</p>}
      {hasNone && <NothingToShow state={state} />}
      {shown && !hasNone && (
        <div class={style.content}>
          <KeyFigures total={shown.answer.total} state={shown.state} nowMs={nowMs} />
          <div class={style.charts}>
            {charts.map((chart) => (
              <TimeChartCard key={chart.title} chart={chart} state={state} />
            ))}
          </div>
          {/* Below the charts, and not before them: nobody loses the line that they have begun to read. */}
          {(times.value || times.failure) && (
            <>
              <div class={classNames(style.charts, style.panels)}>
                {feedback.value && <FeedbackScores feedback={feedback.value.items} state={state} />}
                <DataQualityPanel />
              </div>
              {shown.state.split !== 'none' && (
                <GroupTable answer={shown.answer} state={shown.state} score={score} nowMs={nowMs} />
              )}
              <CostBenefit
                state={state}
                score={score}
                scores={judged.flatMap(({ name, mean }) => (mean === null ? [] : name))}
                onScore={(chosen) => change({ score: chosen })}
                nowMs={nowMs}
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}

function NothingToShow({ state }: { readonly state: DashState }): VNode {
  return (
    <section class={style.nothing}>
      <h2>Nothing to measure here</h2>
      <p>No trace of this time range and filter has what these figures are of.</p>
      <p>
        <Link href={`/dash${formatDash({ ...state, filter: '', range: { from: undefined, to: undefined } })}`}>
          All time, without a filter
        </Link>
      </p>
    </section>
  );
}
