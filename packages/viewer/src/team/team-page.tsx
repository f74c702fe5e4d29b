import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Answer } from '../api/use-answer.ts';
import style from './team.module.css';

export interface TeamPageProps {
  readonly title: string;
  /** A sentence or two below the title. */
  readonly lead: ComponentChildren;
  /** What can be done, beside the title. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page of the settings that are about people and programs. */
export function TeamPage({ title, lead, actions, children }: TeamPageProps): VNode {
  useEffect(() => {
    document.title = `${title} · Tracewright`;
  }, [title]);
  return (
    <div class={style.scroll}>
      <div class={style.page}>
        <div class={style.head}>
          <h1 class={style.title}>{title}</h1>
          {actions !== undefined && <div class={style.actions}>{actions}</div>}
        </div>
        <p class={style.lead}>{lead}</p>
        {children}
      </div>
    </div>
  );
}

/** What there is to see before an answer has come, or instead of one that cannot come. */
export function Waiting({ answer: { failure, value } }: { readonly answer: Answer<unknown> }): VNode | null {
  if (failure) {
    return (
      <p class={style.failure} role="alert">
        {failure.code === 'PERMISSION_DENIED' ? 'This page is for administrators.' : failure.message}
      </p>
    );
  }
  return value === undefined ? <p role="status">Loading …</p> : null;
}
