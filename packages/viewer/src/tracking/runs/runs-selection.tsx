import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import bar from '../../traces/selection/selection-bar.module.css';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { IconButton } from '../../ui/icon-button.tsx';
import { TagForm } from '../../ui/tag-form.tsx';
import { setRunDeleted, setRunTag } from '../api/runs.ts';
import { MAX_NAMED } from '../compare-runs/compare-url.ts';
import { useChange } from '../edit/use-change.ts';

export interface RunsSelectionProps {
  readonly chosen: ReadonlySet<string>;
  /** Whether the deleted ones are shown. */
  readonly isDeleted: boolean;
  /** Where they are compared; undefined for one run alone, and for too many. */
  readonly compareHref: string | undefined;
  readonly onClear: () => void;
  readonly onTagged: () => void;
  /** Deleted, or restored: they are no longer among those that are shown. */
  readonly onGone: (ids: ReadonlySet<string>) => void;
}

/** What can be done with chosen runs. */
export function RunsSelection(props: RunsSelectionProps): VNode {
  const { chosen, isDeleted, compareHref, onClear, onTagged, onGone } = props;
  const change = useChange();
  const move = async () => {
    const done = new Set<string>();
    await change.make(async () => {
      for (const id of chosen) {
        await setRunDeleted(id, !isDeleted);
        done.add(id);
      }
    });
    onGone(done);
  };
  const tag = (key: string, value: string) =>
    change.make(async () => {
      for (const id of chosen) await setRunTag(id, key, value);
      onTagged();
    });
  const noun = chosen.size === 1 ? 'The run' : `${formatCount(chosen.size)} runs`;
  return (
    <div class={bar.bar} role="region" aria-label="Selected runs">
      <span class={bar.count} role="status">
        {formatCount(chosen.size)} selected
      </span>
      {compareHref === undefined ? (
        <span class={bar.hint}>
          {chosen.size === 1
            ? 'select more to compare'
            : `select at most ${MAX_NAMED} to compare, or filter and compare all`}
        </span>
      ) : (
        <Link href={compareHref} className={bar.main}>
          Compare <kbd>c</kbd>
        </Link>
      )}
      <Menu label="Tag">{(close) => <TagForm onTag={(key, value) => tag(key, value).then(close)} />}</Menu>
      {isDeleted ? (
        <button type="button" class={item.submit} disabled={change.isBusy} onClick={move}>
          Restore
        </button>
      ) : (
        <Menu label="Delete">
          {(close) => (
            <div class={item.form}>
              <p class={item.note}>
                {noun} can be restored from the deleted ones, until retention takes {chosen.size === 1 ? 'it' : 'them'}{' '}
                out for good.
              </p>
              <button type="button" class={bar.danger} disabled={change.isBusy} onClick={() => move().then(close)}>
                Delete
              </button>
            </div>
          )}
        </Menu>
      )}
      {change.failure !== undefined && (
        <span class={bar.failure} role="alert">
          {change.failure}
        </span>
      )}
      <IconButton icon="close" label="Clear the selection" onClick={onClear} />
    </div>
  );
}
