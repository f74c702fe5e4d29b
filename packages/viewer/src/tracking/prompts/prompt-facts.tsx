import type { ComponentChildren, VNode } from 'preact';
import { ValueView } from '../../trace/content/value-view.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/section.tsx';
import { Part } from '../run/part.tsx';
import style from './prompt-text.module.css';
import { PromptText } from './prompt-text.tsx';
import { type PromptVersion, wholeText } from './prompt-version.ts';

export interface PromptFactsProps {
  readonly name: string;
  readonly version: PromptVersion;
}

/** What a version says, and what else is kept of it. */
export function PromptFacts({ name, version }: PromptFactsProps): VNode {
  const uri = `prompts:/${name}/${version.version}`;
  const facts: (readonly [string, ComponentChildren])[] = [
    [
      'Address',
      <span key="uri">
        <code>{uri}</code> <CopyButton text={uri} label="the address" />
      </span>,
    ],
    ['Variables', version.variables.length === 0 ? 'none' : version.variables.join(', ')],
  ];
  if (version.hash !== undefined) facts.push(['Hash', <code key="hash">{version.hash}</code>]);
  if (version.modelConfig !== undefined) facts.push(['Model', <ValueView key="model" value={version.modelConfig} />]);
  if (version.responseFormat !== undefined) {
    facts.push(['Answer', <ValueView key="format" value={version.responseFormat} isFolded />]);
  }
  for (const { key, value } of version.tags) facts.push([key, value]);
  return (
    <Part
      title={`Version ${version.version}`}
      aside={<CopyButton text={wholeText(version)} label={`the text of version ${version.version}`} />}
    >
      <PromptText parts={version.parts} />
      <div class={style.below}>
        <Facts facts={facts} />
      </div>
    </Part>
  );
}
