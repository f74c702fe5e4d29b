import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';
import style from './snippet-card.module.css';

/** Code to paste somewhere. */
export interface Snippet {
  readonly title: string;
  readonly code: string;
}

/** One snippet of several, with a button that copies it. @param legend What they differ in. */
export function SnippetCard(props: { readonly snippets: readonly Snippet[]; readonly legend: string }): VNode {
  const [chosen, choose] = useState(0);
  const snippet = props.snippets[chosen] ?? props.snippets[0];
  return (
    <div class={style.card}>
      <fieldset class={style.tabs}>
        <legend class="visually-hidden">{props.legend}</legend>
        {props.snippets.map(({ title }, at) => (
          <button
            key={title}
            type="button"
            class={classNames(style.tab, at === chosen && style.active)}
            aria-pressed={at === chosen}
            onClick={() => choose(at)}
          >
            {title}
          </button>
        ))}
        {snippet && (
          <span class={style.copy}>
            <CopyButton text={snippet.code} label="the snippet" />
          </span>
        )}
      </fieldset>
      <pre class={style.code} tabIndex={0}>
        <code>{snippet?.code}</code>
      </pre>
    </div>
  );
}
