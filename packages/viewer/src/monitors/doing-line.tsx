import type { VNode } from 'preact';
import style from './monitors.module.css';
import type { Doing } from './use-doing.ts';

/** Says how it goes, to those who do not see it as well. */
export function DoingLine({ doing: { isBusy, failure, note } }: { readonly doing: Doing }): VNode {
  return (
    <p class={failure ? style.failure : style.done} role={failure ? 'alert' : 'status'}>
      {failure ?? (isBusy ? 'One moment …' : note)}
    </p>
  );
}
