import type { VNode } from 'preact';
import { markedParts } from './marked-parts.ts';
import style from './redaction.module.css';

export interface MarkedTextProps {
  readonly text: string;
  /** Of the rules that were applied to it. */
  readonly names: readonly string[];
}

/** A text with what rules have put into it marked. */
export function MarkedText({ text, names }: MarkedTextProps): VNode {
  return (
    <>
      {markedParts(text, names).map((part, at) =>
        part.isMark ? (
          <mark key={at} class={style.hidden}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
