import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { connection } from '../api/connection.ts';
import { classNames } from '../ui/class-names.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import style from './empty-state.module.css';
import { snippets } from './snippets.ts';

/** What a newcomer sees: how to send the first span, and that it is waited for. */
export function EmptyState({ origin }: { readonly origin: string }): VNode {
  const all = snippets(origin);
  const [chosen, choose] = useState(0);
  const snippet = all[chosen] ?? all[0];
  return (
    <section class={style.page}>
      <h1 class={style.title}>Send your first trace</h1>
      <p class={style.lead}>
        Add one call to your app. Every prompt, token, dollar and millisecond then shows up here, step by step.
      </p>
      <div class={style.card}>
        <fieldset class={style.tabs}>
          <legend class="visually-hidden">Which library</legend>
          {all.map(({ title }, at) => (
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
      <p class={style.waiting} role="status">
        <span class={style.pulse} aria-hidden="true" />
        {connection.value.state === 'ok' ? 'Waiting for the first span …' : 'Waiting for the collector to come back …'}
      </p>
    </section>
  );
}
