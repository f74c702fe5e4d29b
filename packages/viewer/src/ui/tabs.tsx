import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { classNames } from './class-names.ts';
import style from './tabs.module.css';

export interface TabsProps<Id extends string> {
  readonly tabs: readonly { readonly id: Id; readonly label: string; readonly count?: number | undefined }[];
  readonly selected: Id;
  /** Names the list of tabs. */
  readonly label: string;
  readonly onSelect: (id: Id) => void;
  /** The selected tab's panel. */
  readonly children: ComponentChildren;
}

/** Tabs after the ARIA pattern: arrows move among them, Tab goes on to the panel. */
export function Tabs<Id extends string>({ tabs, selected, label, onSelect, children }: TabsProps<Id>): VNode {
  const prefix = useId();
  const move = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const wanted = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = wanted === undefined ? undefined : tabs.at(wanted % tabs.length);
    if (!tab) return;
    event.preventDefault();
    onSelect(tab.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${tab.id}"]`)?.focus();
  };
  return (
    <>
      <div class={style.tabs} role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ id, label: text, count }) => (
          <button
            key={id}
            type="button"
            id={`${prefix}-${id}`}
            class={classNames(style.tab, id === selected && style.selected)}
            role="tab"
            aria-selected={id === selected}
            aria-controls={`${prefix}-panel`}
            tabIndex={id === selected ? 0 : -1}
            data-tab={id}
            onClick={() => onSelect(id)}
          >
            {text}
            {count !== undefined && count > 0 && <span class={style.count}>{count}</span>}
          </button>
        ))}
      </div>
      <div
        id={`${prefix}-panel`}
        class={style.panel}
        role="tabpanel"
        tabIndex={0}
        aria-labelledby={`${prefix}-${selected}`}
      >
        {children}
      </div>
    </>
  );
}
