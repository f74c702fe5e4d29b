import type { VNode } from 'preact';
import { TextDiff } from '../../diff/text-diff.tsx';
import style from '../models/registry.module.css';
import { VersionChoice } from '../models/version-choice.tsx';
import { type PromptVersion, wholeText } from './prompt-version.ts';

export interface ComparePromptsProps {
  /** The newest first; at least two. */
  readonly versions: readonly PromptVersion[];
  /** From the URL; undefined: the one before the other. */
  readonly before: string | undefined;
  readonly after: PromptVersion;
  readonly onChange: (change: { readonly v?: string; readonly vs?: string }) => void;
}

/** One version's text as another was made of it, word by word. */
export function ComparePrompts({ versions, before, after, onChange }: ComparePromptsProps): VNode {
  const at = versions.indexOf(after);
  const left =
    versions.find(({ version }) => version === before && version !== after.version) ??
    versions[at + 1] ??
    versions[at - 1] ??
    after;
  const numbers = versions.map(({ version }) => version);
  return (
    <>
      <div class={style.bar}>
        <VersionChoice
          label="From version"
          versions={numbers}
          value={left.version}
          onChange={(vs) => onChange({ vs })}
        />
        <VersionChoice label="to version" versions={numbers} value={after.version} onChange={(v) => onChange({ v })} />
      </div>
      <TextDiff before={wholeText(left)} after={wholeText(after)} />
    </>
  );
}
