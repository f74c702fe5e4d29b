import type { ComponentChildren, VNode } from 'preact';
import style from './section.module.css';

/** A headed part of a tab. */
export function Section({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <section class={style.section}>
      <h3 class={style.title}>{title}</h3>
      {children}
    </section>
  );
}
