import type { VNode } from 'preact';
import { classNames } from '../../ui/class-names.ts';
import { tintClass } from '../../ui/tint.ts';
import style from './colour-keys.module.css';
import type { SpanColours } from './span-colours.ts';

/** What the colours of the bars stand for. */
export function ColourKeys({ colours: { by, keys } }: { readonly colours: SpanColours }): VNode {
  return (
    <ul class={style.keys} aria-label={`Colours by ${by}`}>
      {keys.map(({ label, tint }) => (
        <li key={label} class={classNames(style.key, tintClass(tint))} title={label}>
          {label}
        </li>
      ))}
    </ul>
  );
}
