import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { grouped } from '../../format/grouped.ts';
import { foldText } from './fold-text.ts';
import { FoldedText } from './folded-text.tsx';
import style from './markdown.module.css';

/** Longer texts stay plain: neither parsing nor laying out so much markdown is quick. */
const MAX_LENGTH = 100_000;
const FOLD_LINES = 60;
const FOLD_LENGTH = 6_000;

/** Text of a message as markdown. Plain until the renderer has been loaded, which only pages with text need. */
export function Markdown({ text }: { readonly text: string }): VNode {
  const [rendered, setRendered] = useState<ComponentChildren>();
  const [isOpen, setOpen] = useState(false);
  const { shown, hiddenLength } = isOpen ? { shown: text, hiddenLength: 0 } : foldText(text, FOLD_LINES, FOLD_LENGTH);
  const isPlain = text.length > MAX_LENGTH;

  useEffect(() => {
    if (isPlain) return;
    let isCurrent = true;
    import('./safe-markdown.tsx')
      .then(({ safeMarkdown }) => isCurrent && setRendered(safeMarkdown(shown)))
      // Without the renderer the plain text stays, and where something is nested too deep for it.
      .catch(() => isCurrent && setRendered(undefined));
    return () => {
      isCurrent = false;
    };
  }, [shown, isPlain]);

  if (isPlain) return <FoldedText text={text} />;
  return (
    <>
      {rendered === undefined ? (
        <FoldedText text={shown} />
      ) : (
        <div class={style.markdown} dir="auto">
          {rendered}
        </div>
      )}
      {hiddenLength > 0 && (
        <button type="button" class={style.more} onClick={() => setOpen(true)}>
          Show all {grouped(text.length)} characters
        </button>
      )}
    </>
  );
}
