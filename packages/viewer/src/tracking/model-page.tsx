import type { VNode } from 'preact';
import { Link, useSearch } from 'wouter-preact';
import { getModel, searchVersions } from '../api/mlflow.ts';
import { useAsked } from '../api/use-answer.ts';
import { DataTable } from '../ui/data-table.tsx';
import { parseQuery } from '../url/query.ts';
import { More } from './more.tsx';
import { Moment } from './run-facts.tsx';
import style from './run-page.module.css';
import { TrackingPage, Unanswered } from './tracking-page.tsx';

const PAGE = 200;
const REFRESH_MS = 15_000;

/** `/models/:name?v=`: the versions of a registered model, with their stages and aliases. */
export function ModelPage({ name }: { readonly name: string }): VNode {
  const { v: meant } = parseQuery(useSearch());
  const model = useAsked(`model ${name}`, (abort) => getModel(name, abort), REFRESH_MS);
  const versions = useAsked(`versions ${name}`, (abort) => searchVersions(name, PAGE, abort), REFRESH_MS);
  if (!model.value) return <Unanswered answer={model} what="model" />;
  const { description, creation_timestamp: created } = model.value;
  return (
    <TrackingPage
      title={name}
      above={<Link href="/models">Models</Link>}
      facts={
        <>
          <span>
            registered <Moment ms={created} />
          </span>
          {description && <span>{description}</span>}
        </>
      }
    >
      {versions.value?.items.length === 0 && <p class={style.none}>It has no version yet.</p>}
      {versions.value && versions.value.items.length > 0 && (
        <DataTable
          caption="Versions, the newest first"
          isCaptionHidden
          columns={[
            { title: 'Version' },
            { title: 'Stage' },
            { title: 'Aliases' },
            { title: 'Registered' },
            { title: 'From' },
            { title: 'Description' },
          ]}
          rows={versions.value.items.map((version) => [
            <span key="version" aria-current={version.version === meant ? 'true' : undefined} class={style.version}>
              {version.version}
            </span>,
            version.current_stage === 'None' ? '–' : version.current_stage,
            version.aliases?.join(', ') || '–',
            <Moment key="created" ms={version.creation_timestamp} />,
            version.run_id ? (
              <Link key="run" href={`/runs/${version.run_id}`}>
                its run
              </Link>
            ) : (
              <span key="run" class={style.value}>
                {version.source || '–'}
              </span>
            ),
            version.description || '–',
          ])}
        />
      )}
      <More hasMore={versions.value?.hasMore ?? false} shown={PAGE} noun="versions" />
    </TrackingPage>
  );
}
