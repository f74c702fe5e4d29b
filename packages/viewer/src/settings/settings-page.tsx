import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import { snippets } from '../traces/snippets.ts';
import { Section } from '../ui/section.tsx';
import { SnippetCard } from '../ui/snippet-card.tsx';
import { CAPTURE_SNIPPETS } from './capture-snippets.ts';
import { Prices } from './prices.tsx';
import style from './settings-page.module.css';
import { Stored } from './stored.tsx';

/** `/settings` */
export function SettingsPage(): VNode {
  useEffect(() => {
    document.title = 'Settings · Tracewright';
  }, []);
  return (
    <div class={style.scroll}>
      <div class={style.page}>
        <h1 class={style.title}>Settings</h1>
        <Section
          title="Connect an app"
          lead={
            <>
              Spans are taken over OTLP/HTTP at <code>{location.origin}/v1/traces</code>, as JSON or protobuf.
            </>
          }
        >
          <SnippetCard snippets={snippets(location.origin)} legend="Which library" />
        </Section>
        <Section
          title="What is captured"
          lead="Prompts and answers are captured unless the app says otherwise; it decides, before anything leaves it."
        >
          <SnippetCard snippets={CAPTURE_SNIPPETS} legend="How much is captured" />
        </Section>
        <Prices />
        <Stored />
        <Section title="Look" lead="Kept in this browser.">
          <div class={style.theme}>
            <ThemeSwitch isLabelled />
          </div>
        </Section>
      </div>
    </div>
  );
}
