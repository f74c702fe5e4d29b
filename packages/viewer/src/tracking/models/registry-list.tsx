import type { ComponentChildren, VNode } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { DataTable } from '../../ui/data-table.tsx';
import { formatQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { type MlflowModel, searchModels } from '../api/registry.ts';
import { mlflowText } from '../api/shapes.ts';
import { MoreButton } from '../page/more-button.tsx';
import { Moment } from '../page/run-facts.tsx';
import { SearchBox } from '../page/search-box.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Unanswered } from '../page/unanswered.tsx';
import { usePages } from '../page/use-pages.ts';
import style from './registry.module.css';

const PAGE = 100;

export interface RegistryListProps {
  /** `Models` or `Prompts`; its address is the same in small letters. */
  readonly title: string;
  /** One of them: `model`. */
  readonly noun: string;
  /** What all of them have in common, in MLflow's language; '' for nothing. */
  readonly filter: string;
  readonly hrefOf: (name: string) => string;
  readonly versions: { readonly title: string; readonly isNumber?: true; readonly of: (item: MlflowModel) => string };
  /** Beside the box that finds them. */
  readonly actions?: ComponentChildren;
  /** In place of the list as long as there are none at all. */
  readonly none: ComponentChildren;
}

/** `/models?q=`, `/prompts?q=`: what is registered, by name. */
export function RegistryList(props: RegistryListProps): VNode {
  const { title, noun, filter, hrefOf, versions } = props;
  const [path, navigate] = useLocation();
  const { q = '' } = useQuery();
  const pages = usePages(q, (after, abort) => {
    const named = q === '' ? '' : `name ILIKE ${mlflowText(`%${q}%`)}`;
    return searchModels(PAGE, [filter, named].filter(Boolean).join(' AND '), after, abort);
  });
  const { items, answer } = pages;
  return (
    <TrackingPage
      title={title}
      actions={
        <>
          <SearchBox
            applied={q}
            label={`Find a ${noun}`}
            onSearch={(text) => navigate(path + formatQuery({ q: text }), { replace: true })}
          />
          {props.actions}
        </>
      }
    >
      {!answer.value && <Unanswered answer={answer} what={noun} />}
      {answer.value &&
        items.length === 0 &&
        (q === '' ? props.none : <p class={style.none}>{`No ${noun} has such a name.`}</p>)}
      {items.length > 0 && (
        <DataTable
          caption={title}
          isCaptionHidden
          columns={[
            { title: title.slice(0, -1) },
            { title: versions.title, ...(versions.isNumber && { isNumber: true }) },
            { title: 'Aliases' },
            { title: 'Description', isMinor: true },
            { title: 'Changed', isMinor: true },
          ]}
          rows={items.map((item) => [
            <Link key="name" href={hrefOf(item.name)}>
              {item.name}
            </Link>,
            versions.of(item) || '–',
            <span key="aliases" class={style.aliases}>
              {item.aliases?.map(({ alias, version }) => `@${alias} = ${version}`).join(', ') || '–'}
            </span>,
            <span key="description" class={style.brief}>
              {item.description ?? ''}
            </span>,
            <Moment key="changed" ms={item.last_updated_timestamp} />,
          ])}
        />
      )}
      <MoreButton pages={pages} noun={`${noun}s`} />
    </TrackingPage>
  );
}
