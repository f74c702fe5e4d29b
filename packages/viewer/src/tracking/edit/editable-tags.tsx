import type { VNode } from 'preact';
import { Menu } from '../../traces/toolbar/menu.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TagForm } from '../../ui/tag-form.tsx';
import type { KeyValue } from '../api/shapes.ts';
import { ChangeFailure } from './change-failure.tsx';
import style from './editable-tags.module.css';
import { useChange } from './use-change.ts';

/** Characters of a value that a chip has room for. */
const BRIEF_LENGTH = 120;

export interface EditableTagsProps {
  readonly tags: readonly KeyValue[];
  readonly onSet: (key: string, value: string) => Promise<void>;
  readonly onDelete: (key: string) => Promise<void>;
}

/** Tags of clients: MLflow's own, and prompts by their hash, which the lineage names. */
const KEPT_BY_CLIENTS = /^(?:_?mlflow|tracewright\.prompt\.)/;

/** Tags as chips, those that clients keep for themselves left out. */
export function EditableTags({ tags, onSet, onDelete }: EditableTagsProps): VNode {
  const change = useChange();
  const shown = tags.filter(({ key }) => !KEPT_BY_CLIENTS.test(key));
  return (
    <div class={style.tags}>
      {shown.map(({ key, value }) => (
        <span key={key} class={style.tag} title={value}>
          <span class={style.text}>
            <span class={style.key}>{key}</span> {value.slice(0, BRIEF_LENGTH)}
          </span>
          <IconButton
            isSmall
            icon="close"
            label={`Remove the tag ${key}`}
            onClick={() => change.make(() => onDelete(key))}
          />
        </span>
      ))}
      <Menu label="Tag" title="Set a tag">
        {(close) => <TagForm onTag={async (key, value) => (await change.make(() => onSet(key, value))) && close()} />}
      </Menu>
      <ChangeFailure change={change} />
    </div>
  );
}
