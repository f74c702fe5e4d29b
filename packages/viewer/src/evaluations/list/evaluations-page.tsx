import type { VNode } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { formatCount, formatUsd } from '../../format/number.ts';
import { formatScore } from '../../format/score.ts';
import { MoreButton } from '../../tracking/page/more-button.tsx';
import { Moment, RunStatus } from '../../tracking/page/run-facts.tsx';
import { SearchBox } from '../../tracking/page/search-box.tsx';
import { TrackingPage } from '../../tracking/page/tracking-page.tsx';
import { Unanswered } from '../../tracking/page/unanswered.tsx';
import { usePages } from '../../tracking/page/use-pages.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatQuery } from '../../url/query.ts';
import { useChosen } from '../../url/use-chosen.ts';
import { useQuery } from '../../url/use-query.ts';
import { evaluationHref, MAX_COMPARED } from '../evaluation-href.ts';
import { experimentNames, searchEvaluations } from '../evaluations-api.ts';
import { ScoreBar } from '../scores/score-bar.tsx';
import { evaluationFigures } from './evaluation-figures.ts';
import style from './evaluations-page.module.css';
import { NoEvaluations } from './no-evaluations.tsx';

const PAGE = 100;
/** Scorers of which a row of the list has room. */
const MAX_SCORERS = 4;

/** `/evals?q=&chosen=`: runs that scored an application, the newest first. */
export function EvaluationsPage(): VNode {
  const [, navigate] = useLocation();
  const { q = '', chosen } = useQuery();
  const experiments = useAsked('experiments', experimentNames);
  const names = experiments.value;
  const pages = usePages(`${names === undefined} ${q}`, async (after) =>
    names === undefined ? { items: [], nextToken: undefined } : searchEvaluations([...names.keys()], q, PAGE, after),
  );
  const { items } = pages;
  const selection = useChosen(chosen);
  // The first of the list, which is the newest, is what the others are held against.
  const [first, ...others] = items.flatMap(({ info }) => (selection.ids.includes(info.run_id) ? [info.run_id] : []));
  const answer = names === undefined ? experiments : pages.answer;
  const isLoaded = names !== undefined && pages.answer.isCurrent;
  return (
    <TrackingPage
      title="Evaluations"
      isWide
      actions={
        <>
          {first !== undefined && others.length > 0 && (
            <Link href={evaluationHref(first, others)} className={style.compare}>
              Compare {formatCount(1 + Math.min(others.length, MAX_COMPARED))}
            </Link>
          )}
          <SearchBox
            applied={q}
            label="Find an evaluation"
            onSearch={(text) => navigate(`/evals${formatQuery({ q: text, chosen })}`, { replace: true })}
          />
        </>
      }
    >
      {!isLoaded && items.length === 0 && <Unanswered answer={answer} what="evaluation" />}
      {isLoaded && items.length === 0 && <NoEvaluations isSearched={q !== ''} />}
      {items.length > 0 && (
        <DataTable
          caption="Evaluations"
          isCaptionHidden
          columns={[
            { title: 'Evaluation' },
            { title: 'Experiment', isMinor: true },
            { title: 'Status', isMinor: true },
            { title: 'Started', isMinor: true },
            { title: 'Rows', isNumber: true },
            { title: 'Score' },
            { title: 'Scorers, on average', isMinor: true },
            { title: 'Cost', isNumber: true, isMinor: true },
          ]}
          rows={items.map((run) => {
            const { run_id: id, run_name: name, experiment_id: experimentId, status, start_time: startMs } = run.info;
            const figures = evaluationFigures(run);
            return [
              <span key="name" class={style.name}>
                <input
                  type="checkbox"
                  aria-label={`Select ${name}`}
                  checked={selection.ids.includes(id)}
                  onChange={(event) => selection.choose([id], event.currentTarget.checked)}
                />
                <Link href={evaluationHref(id)}>{name || id}</Link>
              </span>,
              <Link key="experiment" href={`/experiments/${experimentId}`}>
                {names?.get(experimentId) ?? experimentId}
              </Link>,
              <RunStatus key="status" status={status} />,
              <Moment key="start" ms={startMs} />,
              figures.rows === undefined ? '–' : formatCount(figures.rows),
              figures.score === undefined ? '–' : <ScoreBar key="score" share={figures.score} />,
              <ScorerMeans key="scorers" scorers={figures.scorers} />,
              figures.costUsd === undefined ? '–' : formatUsd(figures.costUsd),
            ];
          })}
        />
      )}
      <MoreButton pages={pages} noun="evaluations" />
    </TrackingPage>
  );
}

function ScorerMeans(props: { readonly scorers: ReturnType<typeof evaluationFigures>['scorers'] }): VNode {
  const { scorers } = props;
  const left = scorers.length - MAX_SCORERS;
  return (
    <span class={style.means}>
      {scorers.slice(0, MAX_SCORERS).map(({ name, mean }) => (
        <span key={name} class={style.mean}>
          {name} <b>{formatScore(mean)}</b>
        </span>
      ))}
      {left > 0 && <span class={style.left}>{formatCount(left)} more</span>}
      {scorers.length === 0 && '–'}
    </span>
  );
}
