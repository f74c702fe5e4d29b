import { IS_PROMPT_FILTER, PROMPT_TAG } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { formatQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { getModel, versionsOf } from '../api/registry.ts';
import { RegisteredPage } from '../models/registered-page.tsx';
import style from '../models/registry.module.css';
import { Pending, Unanswered } from '../page/unanswered.tsx';
import { Part } from '../run/part.tsx';
import { ComparePrompts } from './compare-prompts.tsx';
import { PromptFacts } from './prompt-facts.tsx';
import { promptVersion } from './prompt-version.ts';
import { PromptVersions } from './prompt-versions.tsx';

const PAGE = 200;

/** `/prompts/:name?v=&vs=`: the versions of a prompt, what they say, how they differ, and what their traces took. */
export function PromptPage({ name }: { readonly name: string }): VNode {
  const [, navigate] = useLocation();
  const { v, vs } = useQuery();
  const [revision, setRevision] = useState(0);
  const prompt = useAsked(`prompt ${name} ${revision}`, (abort) => getModel(name, abort));
  const answer = useAsked(`prompt versions ${name} ${revision}`, (abort) =>
    versionsOf(name, PAGE, abort, IS_PROMPT_FILTER),
  );
  const versions = useMemo(() => answer.value?.items.map(promptVersion) ?? [], [answer.value]);
  if (!prompt.value) return <Unanswered answer={prompt} what="prompt" />;
  const reload = () => setRevision(revision + 1);
  const { aliases = [] } = prompt.value;
  const shown = versions.find(({ version }) => version === v) ?? versions[0];
  const show = (change: { readonly v?: string; readonly vs?: string | undefined }) =>
    navigate(`/prompts/${encodeURIComponent(name)}${formatQuery({ v, vs, ...change })}`);
  return (
    <RegisteredPage
      model={prompt.value}
      list={{ href: '/prompts', title: 'Prompts' }}
      deletion="The prompt goes for good, with all its versions and aliases. Traces that used it stay."
      kindTag={PROMPT_TAG.isPrompt}
      revision={revision}
      isWhole={answer.value !== undefined || answer.failure !== undefined}
      onChanged={reload}
    >
      {!answer.value && <Pending answer={answer} />}
      {answer.value && versions.length === 0 && <p class={style.none}>It has no version yet.</p>}
      {versions.length > 0 && (
        <Part title="Versions">
          <PromptVersions
            name={name}
            versions={versions}
            aliases={new Map(aliases.map(({ alias, version }) => [alias, version]))}
            shown={shown?.version}
            onShow={(version) => show({ v: version })}
            onChanged={reload}
          />
        </Part>
      )}
      {shown && <PromptFacts name={name} version={shown} />}
      {versions.length > 1 && shown && (
        <Part title="Compare two versions">
          <ComparePrompts versions={versions} before={vs} after={shown} onChange={show} />
        </Part>
      )}
    </RegisteredPage>
  );
}
