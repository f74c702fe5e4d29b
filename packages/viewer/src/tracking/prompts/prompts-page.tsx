import { IS_PROMPT_FILTER } from '@tracewright/schema';
import type { VNode } from 'preact';
import { SnippetCard } from '../../ui/snippet-card.tsx';
import type { MlflowModel } from '../api/registry.ts';
import style from '../models/registry.module.css';
import { RegistryList } from '../models/registry-list.tsx';
import { promptHref } from './prompt-href.ts';
import { promptSnippets } from './prompt-snippets.ts';

/** `/prompts?q=` */
export function PromptsPage(): VNode {
  return (
    <RegistryList
      title="Prompts"
      noun="prompt"
      filter={IS_PROMPT_FILTER}
      hrefOf={promptHref}
      versions={{ title: 'Latest version', isNumber: true, of: latestVersion }}
      none={
        <>
          <p class={style.none}>No prompt has been registered yet. Clients do it:</p>
          <SnippetCard snippets={promptSnippets(location.origin)} legend="Which client" />
        </>
      }
    />
  );
}

function latestVersion({ latest_versions: versions = [] }: MlflowModel): string {
  return String(Math.max(0, ...versions.map(({ version }) => Number(version))) || '');
}
