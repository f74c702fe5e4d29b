import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { formatQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { getModelHistory } from '../api/model-history.ts';
import {
  deleteModel,
  deleteModelTag,
  describeModel,
  getModel,
  renameModel,
  setModelTag,
  versionsOf,
} from '../api/registry.ts';
import { ConfirmMenu } from '../edit/confirm-menu.tsx';
import { EditableNote } from '../edit/editable-note.tsx';
import { EditableTags } from '../edit/editable-tags.tsx';
import { Moment } from '../page/run-facts.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Pending, Unanswered } from '../page/unanswered.tsx';
import { Part } from '../run/part.tsx';
import { CompareVersions } from './compare-versions.tsx';
import { modelHref } from './model-href.ts';
import style from './registry.module.css';
import { VersionHistory } from './version-history.tsx';
import { VersionsTable } from './versions-table.tsx';

const PAGE = 200;

/** `/models/:name?v=&vs=`: the versions of a registered model, where they come from, and what happened to them. */
export function ModelPage({ name }: { readonly name: string }): VNode {
  const [, navigate] = useLocation();
  const { v: meant, vs: other } = useQuery();
  const [revision, setRevision] = useState(0);
  const model = useAsked(`model ${name} ${revision}`, (abort) => getModel(name, abort));
  const versions = useAsked(`versions ${name} ${revision}`, (abort) => versionsOf(name, PAGE, abort));
  const history = useAsked(`history ${name} ${revision}`, (abort) => getModelHistory(name, abort));
  if (!model.value) return <Unanswered answer={model} what="model" />;
  const reload = () => setRevision(revision + 1);
  const { description = '', creation_timestamp: created, aliases = [], tags = [] } = model.value;
  const found = versions.value;
  const show = (change: Readonly<Record<string, string | undefined>>) =>
    navigate(`/models/${encodeURIComponent(name)}${formatQuery({ v: meant, vs: other, ...change })}`, {
      replace: true,
    });
  return (
    <TrackingPage
      title={name}
      isWide
      above={<Link href="/models">Models</Link>}
      onRename={async (wanted) => {
        await renameModel(name, wanted);
        navigate(modelHref(wanted));
      }}
      actions={
        <ConfirmMenu
          label="Delete"
          onConfirm={async () => {
            await deleteModel(name);
            navigate('/models');
          }}
        >
          The model goes for good, with all its versions, aliases and tags. What runs have logged stays with them.
        </ConfirmMenu>
      }
      facts={
        <span>
          registered <Moment ms={created} />
        </span>
      }
    >
      <div class={style.words}>
        <EditableNote
          key={description}
          text={description}
          of={name}
          onSave={(text) => describeModel(name, text).then(reload)}
        />
        <EditableTags
          tags={tags}
          onSet={(key, value) => setModelTag(name, key, value).then(reload)}
          onDelete={(key) => deleteModelTag(name, key).then(reload)}
        />
      </div>
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
          <CompareVersions versions={found.items} before={other} after={meant} onChange={show} />
        </Part>
      )}
      <Part title="History">
        <VersionHistory answer={history} />
      </Part>
    </TrackingPage>
  );
}
