import type { VNode } from 'preact';
import { connection } from '../api/connection.ts';
import { SnippetCard } from '../ui/snippet-card.tsx';
import style from './empty-state.module.css';
import { snippets } from './snippets.ts';

/** What a newcomer sees: how to send the first span, and that it is waited for. */
export function EmptyState({ origin }: { readonly origin: string }): VNode {
  return (
    <section class={style.page}>
      <h1 class={style.title}>Send your first trace</h1>
      <p class={style.lead}>
        Add one call to your app. Every prompt, token, dollar and millisecond then shows up here, step by step.
      </p>
      <SnippetCard snippets={snippets(origin)} legend="Which library" />
      <p class={style.waiting} role="status">
        <span class={style.pulse} aria-hidden="true" />
        {connection.value.state === 'ok' ? 'Waiting for the first span …' : 'Waiting for the collector to come back …'}
      </p>
    </section>
  );
}
