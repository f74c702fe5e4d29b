import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { grouped } from '../format/grouped.ts';
import type { DiffPart } from './diff-texts.ts';
import style from './text-diff.module.css';

export interface TextDiffProps {
  readonly before: string;
  readonly after: string;
}

/** One text as another was made of it: what went, what came, and a little of what stayed around it. */
export function TextDiff({ before, after }: TextDiffProps): VNode {
  const [parts, setParts] = useState<readonly DiffPart[]>();
  useEffect(() => {
    let isCurrent = true;
    setParts(undefined);
    import('./diff-texts.ts').then(
      ({ diffTexts }) => isCurrent && setParts(diffTexts(before, after)),
      // Without the code that compares, both texts are at least there to read.
      () =>
        isCurrent &&
        setParts([
          { type: 'removed', text: before },
          { type: 'added', text: after },
        ]),
    );
    return () => {
      isCurrent = false;
    };
  }, [before, after]);
  if (before === '' && after === '') return <p class={style.note}>nothing</p>;
  if (before === after) return <p class={style.note}>the same, {grouped(after.length)} characters</p>;
  return (
    <pre class={style.text}>
      {parts?.map((part, at) => {
        if (part.type === 'added') return <ins key={at}>{part.text}</ins>;
        if (part.type === 'removed') return <del key={at}>{part.text}</del>;
        if (part.type === 'left out') return <Skipped key={at} text={part.text} />;
        return <span key={at}>{part.text}</span>;
      })}
    </pre>
  );
}

function Skipped({ text }: { readonly text: string }): VNode {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <span>{text}</span>;
  return (
    <button type="button" class={style.skipped} onClick={() => setOpen(true)}>
      {grouped(text.length)} characters that are the same
    </button>
  );
}
