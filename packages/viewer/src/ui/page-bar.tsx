import type { ComponentChildren, VNode } from 'preact';
import style from './page-bar.module.css';

export interface PageBarProps {
  readonly title: string;
  /** How much of it there is; undefined where nothing is counted. */
  readonly total?: string | undefined;
  readonly failure?: string | undefined;
  /** What chooses what the page shows. */
  readonly children: ComponentChildren;
}

/** The line at the top of a page of many things: what it is, how many there are, and which of them are wanted. */
export function PageBar({ title, total, failure, children }: PageBarProps): VNode {
  return (
    <header class={style.bar}>
      <h1 class={style.title}>{title}</h1>
      {total !== undefined && (
        <span class={style.total} role="status">
          {total}
        </span>
      )}
      {children}
      {failure !== undefined && (
        <p class={style.failure} role="alert">
          {failure}
        </p>
      )}
    </header>
  );
}
