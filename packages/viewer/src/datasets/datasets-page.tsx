import type { VNode } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { formatCount } from '../format/number.ts';
import { MoreButton } from '../tracking/page/more-button.tsx';
import { SearchBox } from '../tracking/page/search-box.tsx';
import { TrackingPage } from '../tracking/page/tracking-page.tsx';
import { Unanswered } from '../tracking/page/unanswered.tsx';
import { usePages } from '../tracking/page/use-pages.ts';
import { DataTable } from '../ui/data-table.tsx';
import { SnippetCard } from '../ui/snippet-card.tsx';
import { formatQuery } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { datasetHref } from './dataset-href.ts';
import { datasetSnippets } from './dataset-snippets.ts';
import style from './datasets.module.css';
import { findDatasets } from './datasets-api.ts';
import { NsMoment } from './ns-moment.tsx';

const PAGE = 100;

/** `/datasets?q=`: what applications are evaluated with. */
export function DatasetsPage(): VNode {
  const [, navigate] = useLocation();
  const { q = '' } = useQuery();
  const pages = usePages(q, (after) => findDatasets(q, PAGE, after));
  const { items, answer } = pages;
  return (
    <TrackingPage
      title="Datasets"
      actions={
        <SearchBox
          applied={q}
          label="Find a dataset"
          onSearch={(text) => navigate(`/datasets${formatQuery({ q: text })}`, { replace: true })}
        />
      }
    >
      {!answer.value && <Unanswered answer={answer} what="dataset" />}
      {answer.value && items.length === 0 && q !== '' && <p class={style.none}>No dataset has such a name.</p>}
      {answer.value && items.length === 0 && q === '' && (
        <>
          <p class={style.none}>
            There is no dataset yet. The list of traces makes one of what its filter finds, and so do clients:
          </p>
          <SnippetCard snippets={datasetSnippets(location.origin)} legend="Which client" />
        </>
      )}
      {items.length > 0 && (
        <DataTable
          caption="Datasets"
          isCaptionHidden
          columns={[
            { title: 'Dataset' },
            { title: 'Version', isNumber: true },
            { title: 'Records', isNumber: true },
            { title: 'What has changed', isMinor: true },
            { title: 'Changed', isMinor: true },
          ]}
          rows={items.map(({ id, name, latestVersion, recordCount, hasChanges, updatedNs }) => [
            <Link key="name" href={datasetHref(id)}>
              {name}
            </Link>,
            latestVersion === null ? '–' : `${latestVersion.version}${hasChanges ? ' +' : ''}`,
            formatCount(recordCount),
            <span key="note" class={style.brief}>
              {latestVersion?.note ?? ''}
            </span>,
            <NsMoment key="changed" ns={updatedNs} />,
          ])}
        />
      )}
      <MoreButton pages={pages} noun="datasets" />
    </TrackingPage>
  );
}
