import type { SpanDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FoldedText } from '../content/folded-text.tsx';
import style from './raw-tab.module.css';

/** The span as the API gives it. */
export function RawTab({ detail }: { readonly detail: SpanDetail }): VNode {
  const json = useMemo(() => JSON.stringify(detail, null, 2), [detail]);
  return (
    <>
      <p class={style.copy}>
        <CopyButton text={json} label="the JSON" />
      </p>
      <FoldedText text={json} isCode foldLines={400} />
    </>
  );
}
