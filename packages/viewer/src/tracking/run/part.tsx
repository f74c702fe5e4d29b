import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import style from './part.module.css';

export interface PartProps {
  readonly title: string;
  /** Beside the title. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a page of which several stand beside each other. */
export function Part({ title, aside, children }: PartProps): VNode {
  const id = useId();
  return (
    <section class={style.part} aria-labelledby={id}>
      <header class={style.head}>
        <h2 class={style.title} id={id}>
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** What stands where there is nothing. */
export function Nothing({ children }: { readonly children: ComponentChildren }): VNode {
  return <p class={style.nothing}>{children}</p>;
}
