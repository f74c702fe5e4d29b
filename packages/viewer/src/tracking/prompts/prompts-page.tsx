import { IS_PROMPT_FILTER } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { DataTable } from '../../ui/data-table.tsx';
import { SnippetCard } from '../../ui/snippet-card.tsx';
import { formatQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { searchModels } from '../api/registry.ts';
import { mlflowText } from '../api/shapes.ts';
import style from '../models/registry.module.css';
import { MoreButton } from '../page/more-button.tsx';
import { Moment } from '../page/run-facts.tsx';
import { SearchBox } from '../page/search-box.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Unanswered } from '../page/unanswered.tsx';
import { usePages } from '../page/use-pages.ts';
import { promptHref } from './prompt-href.ts';
import { promptSnippets } from './prompt-snippets.ts';

const PAGE = 100;

/** `/prompts?q=` */
export function PromptsPage(): VNode {
  const [, navigate] = useLocation();
  const { q = '' } = useQuery();
  const pages = usePages(q, (after, abort) => {
    const filter = q === '' ? IS_PROMPT_FILTER : `${IS_PROMPT_FILTER} AND name ILIKE ${mlflowText(`%${q}%`)}`;
    return searchModels(PAGE, filter, after, abort);
  });
  const { items, answer } = pages;
  return (
    <TrackingPage
      title="Prompts"
      actions={
        <SearchBox
          applied={q}
          label="Find a prompt"
          onSearch={(text) => navigate(`/prompts${formatQuery({ q: text })}`, { replace: true })}
        />
      }
    >
      {!answer.value && <Unanswered answer={answer} what="prompt" />}
      {answer.value && items.length === 0 && q !== '' && <p class={style.none}>No prompt has such a name.</p>}
      {answer.value && items.length === 0 && q === '' && (
        <>
          <p class={style.none}>No prompt has been registered yet. Clients do it:</p>
          <SnippetCard snippets={promptSnippets(location.origin)} legend="Which client" />
        </>
      )}
      {items.length > 0 && (
        <DataTable
          caption="Prompts"
          isCaptionHidden
          columns={[
            { title: 'Prompt' },
            { title: 'Latest version', isNumber: true },
            { title: 'Aliases' },
            { title: 'Description', isMinor: true },
            { title: 'Changed', isMinor: true },
          ]}
          rows={items.map(
            ({ name, latest_versions = [], aliases = [], description, last_updated_timestamp: changed }) => [
              <Link key="name" href={promptHref(name)}>
                {name}
              </Link>,
              String(Math.max(0, ...latest_versions.map(({ version }) => Number(version))) || '–'),
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
      <MoreButton pages={pages} noun="prompts" />
    </TrackingPage>
  );
}
