import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import style from './section.module.css';

export interface SectionProps {
  readonly title: string;
  /** A sentence or two below the title. */
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a page that is read from top to bottom. */
export function Section({ title, lead, children }: SectionProps): VNode {
  const id = useId();
  return (
    <section class={style.section} aria-labelledby={id}>
      <h2 class={style.title} id={id}>
        {title}
      </h2>
      {lead !== undefined && <p class={style.lead}>{lead}</p>}
      {children}
    </section>
  );
}

/** Facts as a list of names and values. */
export function Facts(props: { readonly facts: readonly (readonly [string, ComponentChildren])[] }): VNode {
  return (
    <dl class={style.facts}>
      {props.facts.map(([name, value]) => (
        <div key={name} class={style.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
