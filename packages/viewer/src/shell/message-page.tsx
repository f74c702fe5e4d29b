import type { ComponentChildren, VNode } from 'preact';
import style from './message-page.module.css';

/** A page that has only something to say: not found, failed, waiting. */
export function MessagePage(props: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <section class={style.page}>
      <h1 class={style.title}>{props.title}</h1>
      <div class={style.text}>{props.children}</div>
    </section>
  );
}
