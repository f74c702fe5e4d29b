import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { FoldedText } from '../../../trace/content/folded-text.tsx';
import { Segments } from '../../../ui/segments.tsx';
import style from './html-preview.module.css';

const VIEWS = [
  { value: false, label: 'Page' },
  { value: true, label: 'Source' },
] as const;

/**
 * A page that a run logged, in a frame in which nothing runs, nothing is sent and no link leads away. The policy of our
 * own page holds in it, too: styles that the page brings in elements of their own are given to it from here.
 */
export function HtmlPreview({ html }: { readonly html: string }): VNode {
  const [isSource, setSource] = useState(false);
  const frame = useRef<HTMLIFrameElement>(null);
  return (
    <>
      <div class={style.views}>
        <Segments label="Shown as" value={isSource} options={VIEWS} onChange={setSource} />
      </div>
      {isSource ? (
        <FoldedText text={html} isCode />
      ) : (
        <iframe
          ref={frame}
          class={style.frame}
          title="The page that was logged"
          // Of the same origin, so that it can be given its styles; without scripts that is nothing it could use.
          sandbox="allow-same-origin"
          srcdoc={html}
          onLoad={() => giveStyles(frame.current)}
        />
      )}
    </>
  );
}

function giveStyles(frame: HTMLIFrameElement | null): void {
  const view = frame?.contentWindow as (Window & typeof globalThis) | null | undefined;
  const page = frame?.contentDocument;
  if (!view || !page) return;
  page.adoptedStyleSheets = [...page.querySelectorAll('style')].map((element) => {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(element.textContent ?? '');
    return sheet;
  });
}
