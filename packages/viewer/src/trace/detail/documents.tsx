import type { RetrievedDocument } from '@tracewright/schema';
import type { VNode } from 'preact';
import { LimitedList } from '../../ui/limited-list.tsx';
import { FoldedText } from '../content/folded-text.tsx';
import { ValueView } from '../content/value-view.tsx';
import style from './documents.module.css';
import { Section } from './section.tsx';

/** What a retriever found, in its order. */
export function Documents({ documents }: { readonly documents: readonly RetrievedDocument[] }): VNode {
  return (
    <Section title={`${documents.length} ${documents.length === 1 ? 'document' : 'documents'}`}>
      <ol>
        <LimitedList
          items={documents}
          step={20}
          noun="documents"
          render={(document, at) => (
            <li class={style.document}>
              <p class={style.head}>
                <span class={style.number}>{at + 1}</span>
                {document.id !== undefined && <code class={style.id}>{document.id}</code>}
                {document.score !== undefined && <span class={style.score}>score {document.score.toFixed(3)}</span>}
              </p>
              {document.content !== undefined && <FoldedText text={document.content} />}
              {document.metadata !== undefined && <ValueView value={document.metadata} />}
            </li>
          )}
        />
      </ol>
    </Section>
  );
}
