import type { VNode } from 'preact';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { IconButton } from '../../ui/icon-button.tsx';
import type { RunAxis } from './run-axis.ts';

export interface AxesMenuProps {
  readonly axes: readonly RunAxis[];
  /** In the order in which they stand. */
  readonly shown: readonly RunAxis[];
  /** With the ids of those that are to be shown, in their order. */
  readonly onChange: (ids: readonly string[]) => void;
}

/** Which axes there are, and in which order. */
export function AxesMenu({ axes, shown, onChange }: AxesMenuProps): VNode {
  const ids = shown.map(({ id }) => id);
  const others = axes.filter(({ id }) => !ids.includes(id));
  const earlier = (at: number) => {
    const moved = [...ids];
    moved.splice(at - 1, 2, ...ids.slice(at - 1, at + 1).reverse());
    onChange(moved);
  };
  return (
    <Menu label="Axes">
      {() => (
        <>
          {shown.map(({ id, name }, at) => (
            <div key={id} class={item.line}>
              <label class={item.item}>
                <input type="checkbox" checked onChange={() => onChange(ids.filter((each) => each !== id))} />
                <span class={item.rest}>{name}</span>
              </label>
              {at > 0 && (
                <IconButton isSmall icon="back" label={`Move ${name} to the left`} onClick={() => earlier(at)} />
              )}
            </div>
          ))}
          {others.length > 0 && <div class={item.rule} />}
          {others.map(({ id, name }) => (
            <label key={id} class={item.item}>
              <input type="checkbox" checked={false} onChange={() => onChange([...ids, id])} />
              <span class={item.rest}>{name}</span>
            </label>
          ))}
        </>
      )}
    </Menu>
  );
}
