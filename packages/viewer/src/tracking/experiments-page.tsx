import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { searchExperiments } from '../api/mlflow.ts';
import { useAsked } from '../api/use-answer.ts';
import { DataTable } from '../ui/data-table.tsx';
import { SnippetCard } from '../ui/snippet-card.tsx';
import { formatQuery } from '../url/query.ts';
import { clientSnippets } from './client-snippets.ts';
import { More } from './more.tsx';
import { Moment } from './run-facts.tsx';
import style from './run-page.module.css';
import { TrackingPage, Unanswered } from './tracking-page.tsx';

const PAGE = 100;
const REFRESH_MS = 15_000;

/** `/experiments` */
export function ExperimentsPage(): VNode {
  const answer = useAsked('experiments', () => searchExperiments(PAGE), REFRESH_MS);
  const found = answer.value;
  return (
    <TrackingPage title="Experiments">
      {!found && <Unanswered answer={answer} what="experiment" />}
      {found && (
        <DataTable
          caption="Experiments"
          isCaptionHidden
          columns={[
            { title: 'Experiment' },
            { title: 'Id' },
            { title: 'Created' },
            { title: 'Changed' },
            { title: '' },
          ]}
          rows={found.items.map(({ experiment_id: id, name, creation_time: created, last_update_time: changed }) => [
            <Link key="name" href={`/experiments/${id}`}>
              {name}
            </Link>,
            id,
            <Moment key="created" ms={created} />,
            <Moment key="changed" ms={changed} />,
            <Link key="traces" href={`/traces${formatQuery({ q: `experiment = ${id}` })}`}>
              Traces
            </Link>,
          ])}
        />
      )}
      <More hasMore={found?.hasMore ?? false} shown={PAGE} noun="experiments" />
      {found && found.items.length < 4 && (
        <section class={style.connect}>
          <h2 class={style.heading}>Log a run</h2>
          <p class={style.none}>MLflow's own clients work against this server as they are.</p>
          <SnippetCard snippets={clientSnippets(location.origin)} legend="Which client" />
        </section>
      )}
    </TrackingPage>
  );
}
