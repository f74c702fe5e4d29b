import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { deleteTrace, setTag } from '../../api/traces.ts';
import { DatasetMenu } from '../../datasets/dataset-menu.tsx';
import { formatCount } from '../../format/number.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TagForm } from '../../ui/tag-form.tsx';
import { ExportMenu } from '../toolbar/export-menu.tsx';
import { Menu } from '../toolbar/menu.tsx';
import item from '../toolbar/menu-item.module.css';
import style from './selection-bar.module.css';

export interface SelectionBarProps {
  /** In the order in which they were chosen; at least one. */
  readonly chosen: readonly string[];
  readonly onClear: () => void;
  readonly onTagged: () => void;
  readonly onDeleted: (traceIds: ReadonlySet<string>) => void;
}

/** What can be done with chosen traces. */
export function SelectionBar({ chosen, onClear, onTagged, onDeleted }: SelectionBarProps): VNode {
  const [failure, setFailure] = useState<string>();
  const [a, b] = chosen;
  const forEach = async (action: (traceId: string) => Promise<void>): Promise<ReadonlySet<string>> => {
    setFailure(undefined);
    const done = new Set<string>();
    for (const traceId of chosen) {
      try {
        await action(traceId);
        done.add(traceId);
      } catch (error) {
        setFailure(error instanceof Error ? error.message : String(error));
      }
    }
    return done;
  };
  const tag = async (key: string, value: string) => {
    await forEach((traceId) => setTag(traceId, key, value));
    onTagged();
  };
  const remove = async () => onDeleted(await forEach(deleteTrace));
  const ids = chosen.map((traceId) => `'${traceId}'`).join(', ');

  return (
    <div class={style.bar} role="region" aria-label="Selected traces">
      <span class={style.count} role="status">
        {formatCount(chosen.length)} selected
      </span>
      {chosen.length === 2 ? (
        <Link href={`/compare?a=${a}&b=${b}`} className={style.main}>
          Compare <kbd>c</kbd>
        </Link>
      ) : (
        <span class={style.hint}>select two to compare</span>
      )}
      <Menu label="Tag">{(close) => <TagForm onTag={(key, value) => tag(key, value).then(close)} />}</Menu>
      <ExportMenu filter={{ filter: `id IN (${ids})` }} />
      <DatasetMenu filter={{ filter: `id IN (${ids})` }} />
      <Menu label="Delete">
        {(close) => (
          <div class={item.form}>
            <p class={item.note}>
              {chosen.length === 1 ? 'The trace goes' : `${formatCount(chosen.length)} traces go`} for good, with tags
              and feedback.
            </p>
            <button type="button" class={style.danger} onClick={() => remove().then(close)}>
              Delete
            </button>
          </div>
        )}
      </Menu>
      {failure !== undefined && (
        <span class={style.failure} role="alert">
          {failure}
        </span>
      )}
      <IconButton icon="close" label="Clear the selection" onClick={onClear} />
    </div>
  );
}
