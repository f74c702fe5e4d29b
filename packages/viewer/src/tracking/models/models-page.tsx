import type { VNode } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { DataTable } from '../../ui/data-table.tsx';
import { formatQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { createModel, searchModels } from '../api/registry.ts';
import { mlflowText } from '../api/shapes.ts';
import { NameMenu } from '../edit/name-menu.tsx';
import { MoreButton } from '../page/more-button.tsx';
import { Moment } from '../page/run-facts.tsx';
import { SearchBox } from '../page/search-box.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Unanswered } from '../page/unanswered.tsx';
import { usePages } from '../page/use-pages.ts';
import { modelHref } from './model-href.ts';
import style from './registry.module.css';

const PAGE = 100;

/** `/models?q=`: the registered ones. */
export function ModelsPage(): VNode {
  const [, navigate] = useLocation();
  const { q = '' } = useQuery();
  const pages = usePages(q, (after, abort) =>
    searchModels(PAGE, q === '' ? '' : `name ILIKE ${mlflowText(`%${q}%`)}`, after, abort),
  );
  const { items, answer } = pages;
  return (
    <TrackingPage
      title="Models"
      actions={
        <>
          <SearchBox
            applied={q}
            label="Find a model"
            onSearch={(text) => navigate(`/models${formatQuery({ q: text })}`, { replace: true })}
          />
          <NameMenu
            label="New model"
            action="Create"
            onName={async (name) => {
              await createModel(name);
              navigate(modelHref(name));
            }}
          />
        </>
      }
    >
      {!answer.value && <Unanswered answer={answer} what="model" />}
      {answer.value && items.length === 0 && (
        <p class={style.none}>
          {q === ''
            ? 'No model has been registered yet. The page of a run registers what it has logged, and so do clients.'
            : 'No model has such a name.'}
        </p>
      )}
      {items.length > 0 && (
        <DataTable
          caption="Registered models"
          isCaptionHidden
          columns={[
            { title: 'Model' },
            { title: 'Latest versions' },
            { title: 'Aliases' },
            { title: 'Description', isMinor: true },
            { title: 'Changed', isMinor: true },
          ]}
          rows={items.map(
            ({ name, latest_versions = [], aliases = [], description, last_updated_timestamp: changed }) => [
              <Link key="name" href={modelHref(name)}>
                {name}
              </Link>,
              latest_versions
                .map(({ version, current_stage: stage }) => (stage === 'None' ? version : `${version} (${stage})`))
                .join(', ') || '–',
              <span key="aliases" class={style.aliases}>
                {aliases.map(({ alias, version }) => `@${alias} = ${version}`).join(', ') || '–'}
              </span>,
              <span key="description" class={style.brief}>
                {description ?? ''}
              </span>,
              <Moment key="changed" ms={changed} />,
            ],
          )}
        />
      )}
      <MoreButton pages={pages} noun="models" />
    </TrackingPage>
  );
}
