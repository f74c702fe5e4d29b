import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { formatQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { getModel, renameModel, versionsOf } from '../api/registry.ts';
import { Pending, Unanswered } from '../page/unanswered.tsx';
import { Part } from '../run/part.tsx';
import { CompareVersions } from './compare-versions.tsx';
import { modelHref } from './model-href.ts';
import { RegisteredPage } from './registered-page.tsx';
import style from './registry.module.css';
import { VersionsTable } from './versions-table.tsx';

const PAGE = 200;

/** `/models/:name?v=&vs=`: the versions of a registered model, where they come from, and what happened to them. */
export function ModelPage({ name }: { readonly name: string }): VNode {
  const [, navigate] = useLocation();
  const { v: meant, vs: other } = useQuery();
  const [revision, setRevision] = useState(0);
  const [isCompared, setCompared] = useState(false);
  const model = useAsked(`model ${name} ${revision}`, (abort) => getModel(name, abort));
  const versions = useAsked(`versions ${name} ${revision}`, (abort) => versionsOf(name, PAGE, abort));
  if (!model.value) return <Unanswered answer={model} what="model" />;
  const reload = () => setRevision(revision + 1);
  const { aliases = [] } = model.value;
  const found = versions.value;
  const show = (change: Readonly<Record<string, string | undefined>>) =>
    navigate(`/models/${encodeURIComponent(name)}${formatQuery({ v: meant, vs: other, ...change })}`, {
      replace: true,
    });
  return (
    <RegisteredPage
      model={model.value}
      list={{ href: '/models', title: 'Models' }}
      deletion="The model goes for good, with all its versions, aliases and tags. What runs have logged stays with them."
      revision={revision}
      isWhole={versions.failure !== undefined || (found !== undefined && (found.items.length < 2 || isCompared))}
      onChanged={reload}
      onRename={async (wanted) => {
        await renameModel(name, wanted);
        navigate(modelHref(wanted));
      }}
    >
      <Part title="Versions">
        {!found && <Pending answer={versions} />}
        {found?.items.length === 0 && (
          <p class={style.none}>It has no version yet: the page of a run registers what it has logged.</p>
        )}
        {found && found.items.length > 0 && (
          <VersionsTable
            versions={found.items}
            aliases={new Map(aliases.map(({ alias, version }) => [alias, version]))}
            meant={meant}
            onChanged={reload}
          />
        )}
        {found?.nextToken !== undefined && <p class={style.none}>The newest {PAGE} versions; there are more.</p>}
      </Part>
      {found && found.items.length > 1 && (
        <Part title="Compare two versions">
          <CompareVersions
            versions={found.items}
            before={other}
            after={meant}
            onChange={show}
            onShown={() => setCompared(true)}
          />
        </Part>
      )}
    </RegisteredPage>
  );
}
