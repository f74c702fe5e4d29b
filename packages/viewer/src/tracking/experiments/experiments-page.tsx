import type { VNode } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { DataTable } from '../../ui/data-table.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SnippetCard } from '../../ui/snippet-card.tsx';
import { formatQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { createExperiment, searchExperiments } from '../api/experiments.ts';
import { mlflowText, NOTE_TAG, tagOf } from '../api/shapes.ts';
import { NameMenu } from '../edit/name-menu.tsx';
import { MoreButton } from '../page/more-button.tsx';
import { Moment } from '../page/run-facts.tsx';
import { SearchBox } from '../page/search-box.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Unanswered } from '../page/unanswered.tsx';
import { usePages } from '../page/use-pages.ts';
import { clientSnippets } from './client-snippets.ts';
import style from './experiments-page.module.css';

const PAGE = 100;
/** Below which somebody may not know yet how runs come here. */
const FEW = 4;
const LIFECYCLES = [
  { value: undefined, label: 'Active' },
  { value: '1', label: 'Deleted' },
] as const;

/** `/experiments?q=&deleted=` */
export function ExperimentsPage(): VNode {
  const [, navigate] = useLocation();
  const { q = '', deleted } = useQuery();
  const pages = usePages(`${deleted} ${q}`, (after) => {
    const filter = q === '' ? '' : `name ILIKE ${mlflowText(`%${q}%`)}`;
    return searchExperiments({ limit: PAGE, filter, isDeleted: deleted === '1', after });
  });
  const show = (query: { readonly q?: string; readonly deleted?: string | undefined }) =>
    navigate(`/experiments${formatQuery({ q, deleted, ...query })}`, { replace: true });
  const { items, answer } = pages;
  return (
    <TrackingPage
      title="Experiments"
      actions={
        <>
          <SearchBox applied={q} label="Find an experiment" onSearch={(text) => show({ q: text })} />
          <Segments
            label="Which experiments"
            value={LIFECYCLES.find(({ value }) => value === deleted)?.value}
            options={LIFECYCLES}
            onChange={(value) => show({ deleted: value })}
          />
          <NameMenu
            label="New experiment"
            action="Create"
            onName={async (name) => navigate(`/experiments/${await createExperiment(name)}`)}
          />
        </>
      }
    >
      {!answer.value && <Unanswered answer={answer} what="experiment" />}
      {answer.value && items.length === 0 && (
        <p class={style.none}>{q === '' ? 'None has been deleted.' : 'No experiment has such a name.'}</p>
      )}
      {items.length > 0 && (
        <DataTable
          caption="Experiments"
          isCaptionHidden
          columns={[
            { title: 'Experiment' },
            { title: 'Id', isMinor: true },
            { title: 'Description', isMinor: true },
            { title: 'Created', isMinor: true },
            { title: 'Changed' },
            { title: 'Traces', isMinor: true },
          ]}
          rows={items.map(({ experiment_id: id, name, tags, creation_time: created, last_update_time: changed }) => [
            <Link key="name" href={`/experiments/${id}`}>
              {name}
            </Link>,
            id,
            <span key="note" class={style.brief}>
              {tagOf(tags, NOTE_TAG) ?? ''}
            </span>,
            <Moment key="created" ms={created} />,
            <Moment key="changed" ms={changed} />,
            <Link key="traces" href={`/traces${formatQuery({ q: `experiment = ${id}` })}`}>
              Show
            </Link>,
          ])}
        />
      )}
      <MoreButton pages={pages} noun="experiments" />
      {answer.value && q === '' && deleted === undefined && items.length < FEW && (
        <section class={style.connect}>
          <h2 class={style.heading}>Log a run</h2>
          <p class={style.none}>
            From TypeScript, or with MLflow's own clients, which work against this server as they are.
          </p>
          <SnippetCard snippets={clientSnippets(location.origin)} legend="Which client" />
        </section>
      )}
    </TrackingPage>
  );
}
