import type { VNode } from 'preact';
import type { Answer } from '../../api/use-answer.ts';
import { MessagePage } from '../../shell/message-page.tsx';
import style from './tracking-page.module.css';

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
