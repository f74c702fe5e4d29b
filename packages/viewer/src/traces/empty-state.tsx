import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { connection } from '../api/connection.ts';
import { SnippetCard } from '../ui/snippet-card.tsx';
import style from './empty-state.module.css';
import { snippets } from './snippets.ts';

/** What a newcomer sees: how to send the first span, that it is waited for, and a trace to look at meanwhile. */
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
      <DemoOffer />
    </section>
  );
}

function DemoOffer(): VNode {
  const [, navigate] = useLocation();
  const [state, setState] = useState<'idle' | 'sending' | { readonly failure: string }>('idle');
  const send = async () => {
    setState('sending');
    try {
      const { sendDemoTrace } = await import('./demo/send-demo-trace.ts');
      navigate(`/traces/${await sendDemoTrace()}`);
    } catch (error) {
      setState({ failure: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <div class={style.demo}>
      <p>No app at hand? Have a trace of an agent sent from this page, over OTLP as an app would, and look around.</p>
      <button type="button" class={style.send} disabled={state === 'sending'} onClick={send}>
        Send a demo trace
      </button>
      {typeof state === 'object' && (
        <p class={style.failure} role="alert">
          {state.failure}
        </p>
      )}
    </div>
  );
}
