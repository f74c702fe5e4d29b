import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { FoldedText } from '../../trace/content/folded-text.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useQuery } from '../../url/use-query.ts';
import { getModel, versionsOf } from '../api/registry.ts';
import { Moment } from '../page/run-facts.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Pending, Unanswered } from '../page/unanswered.tsx';
import style from './model-page.module.css';

const PAGE = 200;
const REFRESH_MS = 15_000;
const FOLD_LINES = 4;

/** `/models/:name?v=`: the versions of a registered model, with their stages and aliases. */
export function ModelPage({ name }: { readonly name: string }): VNode {
  const { v: meant } = useQuery();
  const model = useAsked(`model ${name}`, (abort) => getModel(name, abort), REFRESH_MS);
  const versions = useAsked(`versions ${name}`, (abort) => versionsOf(name, PAGE, abort), REFRESH_MS);
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
          {description && <FoldedText text={description} foldLines={FOLD_LINES} />}
        </>
      }
    >
      {!versions.value && <Pending answer={versions} />}
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
              <Prose key="source" text={version.source} />
            ),
            <Prose key="description" text={version.description} />,
          ])}
        />
      )}
    </TrackingPage>
  );
}

function Prose({ text }: { readonly text: string | undefined }): VNode {
  return <div class={style.prose}>{text ? <FoldedText text={text} foldLines={FOLD_LINES} /> : '–'}</div>;
}
