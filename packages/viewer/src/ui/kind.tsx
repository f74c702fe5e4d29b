import type { StepKind } from '@tracewright/schema';
import type { VNode } from 'preact';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import style from './kind.module.css';
import { tintClass, tintOfKind } from './tint.ts';

/** What a kind looks like: a letter and an icon of its own, since colours are shared and not seen by all. */
export interface KindLook {
  readonly letter: string;
  readonly label: string;
  readonly icon: IconName;
}

const LOOKS: Readonly<Record<StepKind, KindLook>> = {
  llm: { letter: 'L', label: 'LLM call', icon: 'llm' },
  chain: { letter: 'C', label: 'Chain', icon: 'chain' },
  agent: { letter: 'A', label: 'Agent', icon: 'agent' },
  tool: { letter: 'T', label: 'Tool', icon: 'tool' },
  retriever: { letter: 'R', label: 'Retriever', icon: 'retriever' },
  embedding: { letter: 'E', label: 'Embedding', icon: 'embedding' },
  prompt: { letter: 'P', label: 'Prompt', icon: 'prompt' },
  parser: { letter: 'O', label: 'Output parser', icon: 'parser' },
  reranker: { letter: 'K', label: 'Reranker', icon: 'reranker' },
  guardrail: { letter: 'G', label: 'Guardrail', icon: 'guardrail' },
  evaluator: { letter: 'V', label: 'Evaluator', icon: 'evaluator' },
  task: { letter: 'S', label: 'Step', icon: 'task' },
};

export function kindLabel(kind: StepKind): string {
  return LOOKS[kind].label;
}

/** Class that sets `--kind` to the colour of a kind. */
export function kindClass(kind: StepKind): string {
  return tintClass(tintOfKind(kind));
}

/** What a {@link KindBadge} is made of, for what is drawn without a renderer. */
export function kindBadge(kind: StepKind): { readonly className: string; readonly look: KindLook } {
  return { className: classNames(style.badge, kindClass(kind)), look: LOOKS[kind] };
}

/** Icon and letter of a kind in its colour. */
export function KindBadge({ kind }: { readonly kind: StepKind }): VNode {
  const { letter, label, icon } = LOOKS[kind];
  return (
    <span class={classNames(style.badge, kindClass(kind))} title={label}>
      <Icon name={icon} size={13} />
      <span aria-hidden="true">{letter}</span>
      <span class="visually-hidden">{label}</span>
    </span>
  );
}
