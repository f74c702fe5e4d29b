import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { classNames } from '../../ui/class-names.ts';
import { EditableTitle } from '../edit/editable-title.tsx';
import style from './tracking-page.module.css';

export interface TrackingPageProps {
  readonly title: string;
  /** What it is one of, above the title. */
  readonly above?: ComponentChildren;
  /** Gives it another name; absent where it has none to change. Rejects where that cannot be done. */
  readonly onRename?: ((name: string) => Promise<void>) | undefined;
  /** What can be done with it, beside the title. */
  readonly actions?: ComponentChildren;
  /** A few facts below the title. */
  readonly facts?: ComponentChildren;
  /** Whether it has tables side by side, which want all the room there is. */
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

/** A page of experiment tracking: read from top to bottom. */
export function TrackingPage(props: TrackingPageProps): VNode {
  const { title, above, actions, facts, children, onRename, isWide } = props;
  useEffect(() => {
    document.title = `${title} · Tracewright`;
  }, [title]);
  return (
    <div class={classNames(style.scroll, isWide && style.wide)}>
      <div class={style.page}>
        {above !== undefined && <p class={style.above}>{above}</p>}
        <div class={style.head}>
          {onRename ? (
            <EditableTitle key={title} title={title} onRename={onRename} />
          ) : (
            <h1 class={style.title}>{title}</h1>
          )}
          {actions !== undefined && <div class={style.actions}>{actions}</div>}
        </div>
        {facts !== undefined && <div class={style.facts}>{facts}</div>}
        <div class={style.parts}>{children}</div>
      </div>
    </div>
  );
}
