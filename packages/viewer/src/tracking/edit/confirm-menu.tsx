import type { ComponentChildren, VNode } from 'preact';
import bar from '../../traces/selection/selection-bar.module.css';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { ChangeFailure } from './change-failure.tsx';
import style from './confirm-menu.module.css';
import { useChange } from './use-change.ts';

export interface ConfirmMenuProps {
  /** Of the button that opens it, and of the one that does it. */
  readonly label: string;
  /** Names the menu where several are alike. */
  readonly title?: string;
  /** Whether what it does takes something away. */
  readonly isDanger?: boolean;
  /** What will happen. */
  readonly children: ComponentChildren;
  readonly onConfirm: () => Promise<void>;
}

/** Says what will happen before it does. */
export function ConfirmMenu({ label, title, isDanger = true, children, onConfirm }: ConfirmMenuProps): VNode {
  const change = useChange();
  return (
    <Menu label={label} {...(title !== undefined && { title })}>
      {(close) => (
        <div class={item.form}>
          <div class={style.note}>{children}</div>
          <button
            type="button"
            class={isDanger ? bar.danger : item.submit}
            disabled={change.isBusy}
            onClick={async () => {
              if (await change.make(onConfirm)) close();
            }}
          >
            {label}
          </button>
          <ChangeFailure change={change} />
        </div>
      )}
    </Menu>
  );
}
