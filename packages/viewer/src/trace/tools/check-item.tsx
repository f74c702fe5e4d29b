import type { ComponentChildren, VNode } from 'preact';
import style from './check-item.module.css';

export interface CheckItemProps {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly title?: string;
  /** The key that does the same. */
  readonly shortcut?: string;
  readonly children: ComponentChildren;
}

/** A choice in a panel that is on or off. */
export function CheckItem({ isChecked, onChange, title, shortcut, children }: CheckItemProps): VNode {
  return (
    <label class={style.item} title={title}>
      <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span class={style.label}>{children}</span>
      {shortcut !== undefined && <kbd>{shortcut}</kbd>}
    </label>
  );
}
