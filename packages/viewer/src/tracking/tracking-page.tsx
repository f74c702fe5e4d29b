import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Answer } from '../api/use-answer.ts';
import { MessagePage } from '../shell/message-page.tsx';
import style from './tracking-page.module.css';

export interface TrackingPageProps {
  readonly title: string;
  /** What it is one of, above the title. */
  readonly above?: ComponentChildren;
  /** A few facts below the title. */
  readonly facts?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page of experiment tracking: read from top to bottom. */
export function TrackingPage({ title, above, facts, children }: TrackingPageProps): VNode {
  useEffect(() => {
    document.title = `${title} · Tracewright`;
  }, [title]);
  return (
    <div class={style.scroll}>
      <div class={style.page}>
        {above !== undefined && <p class={style.above}>{above}</p>}
        <h1 class={style.title}>{title}</h1>
        {facts !== undefined && <p class={style.facts}>{facts}</p>}
        <div class={style.parts}>{children}</div>
      </div>
    </div>
  );
}

/** What there is to see before an answer has come, or instead of one that cannot come. */
export function Unanswered({ answer, what }: { readonly answer: Answer<unknown>; readonly what: string }): VNode {
  const { failure } = answer;
  if (failure?.code === 'RESOURCE_DOES_NOT_EXIST') {
    return <MessagePage title={`No such ${what}`}>{failure.message}</MessagePage>;
  }
  return (
    <div class={style.waiting}>
      <Pending answer={answer} />
    </div>
  );
}

/** The same of a part of a page. */
export function Pending({ answer: { failure } }: { readonly answer: Answer<unknown> }): VNode {
  return (
    <p class={style.pending} role={failure ? 'alert' : 'status'}>
      {failure ? failure.message : 'Loading …'}
    </p>
  );
}
