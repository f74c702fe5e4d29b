import type { ComponentChildren, VNode } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { getModelHistory } from '../api/model-history.ts';
import { deleteModel, deleteModelTag, describeModel, type MlflowModel, setModelTag } from '../api/registry.ts';
import { ConfirmMenu } from '../edit/confirm-menu.tsx';
import { EditableNote } from '../edit/editable-note.tsx';
import { EditableTags } from '../edit/editable-tags.tsx';
import { PermissionsLink } from '../page/permissions-link.tsx';
import { Moment } from '../page/run-facts.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Part } from '../run/part.tsx';
import style from './registry.module.css';
import { VersionHistory } from './version-history.tsx';

export interface RegisteredPageProps {
  readonly model: MlflowModel;
  /** The page that lists all of its kind. */
  readonly list: { readonly href: string; readonly title: string };
  /** What goes when it is deleted, and what stays. */
  readonly deletion: string;
  /** Of the tags, the one that says which kind it is: nobody is to remove it. */
  readonly kindTag?: string;
  /** Grows with each change. */
  readonly revision: number;
  readonly onChanged: () => void;
  readonly onRename?: (name: string) => Promise<void>;
  /** Of its versions. */
  readonly children: ComponentChildren;
  /** Whether they are there: what stands below them comes then, so that it does not move. */
  readonly isWhole: boolean;
}

/** What models and prompts have in common: both are registered, described, tagged and deleted, and have a history. */
export function RegisteredPage(props: RegisteredPageProps): VNode {
  const { model, list, deletion, kindTag, revision, onChanged, onRename, children, isWhole } = props;
  const { name, description = '', creation_timestamp: created, tags = [] } = model;
  const [, navigate] = useLocation();
  const history = useAsked(`history ${name} ${revision}`, (abort) => getModelHistory(name, abort));
  return (
    <TrackingPage
      title={name}
      isWide
      above={<Link href={list.href}>{list.title}</Link>}
      onRename={onRename}
      actions={
        <ConfirmMenu
          label="Delete"
          onConfirm={async () => {
            await deleteModel(name);
            navigate(list.href);
          }}
        >
          {deletion}
        </ConfirmMenu>
      }
      facts={
        <>
          <span>
            registered <Moment ms={created} />
          </span>
          <PermissionsLink kind="registered_model" of={name} />
        </>
      }
    >
      <div class={style.words}>
        <EditableNote
          key={description}
          text={description}
          of={name}
          onSave={(text) => describeModel(name, text).then(onChanged)}
        />
        <EditableTags
          tags={tags.filter(({ key }) => key !== kindTag)}
          onSet={(key, value) => setModelTag(name, key, value).then(onChanged)}
          onDelete={(key) => deleteModelTag(name, key).then(onChanged)}
        />
      </div>
      {children}
      {isWhole && (
        <Part title="History">
          <VersionHistory answer={history} />
        </Part>
      )}
    </TrackingPage>
  );
}
