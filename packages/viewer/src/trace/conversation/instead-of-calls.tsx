import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { ContentTab } from '../detail/content-tab.tsx';
import { idOfSpan } from '../model/trace-model.ts';
import style from './conversation.module.css';
import type { ConversationProps } from './conversation.tsx';
import { useCallDetails } from './use-call-details.ts';

/** Of a trace without a model's call: what went into its first step and what came out. */
export function InsteadOfCalls({ model, spans, onSelectSpan }: ConversationProps): VNode {
  const ids = useMemo(() => {
    const first = model.order.spans.find((span) => span >= 0);
    return first === undefined ? [] : [idOfSpan(model, first)];
  }, [model]);
  const { details, failure } = useCallDetails(spans, ids, model);
  const [detail] = details;
  return (
    <section class={style.scroll} aria-label="Conversation" tabIndex={0}>
      <div class={style.thread}>
        <p class={style.note}>
          No model was called in this trace.{' '}
          {detail && (
            <>
              This went into{' '}
              <button type="button" class={style.link} onClick={() => onSelectSpan(detail.spanId)}>
                {detail.name || 'the first step'}
              </button>{' '}
              and came out of it:
            </>
          )}
        </p>
        {failure !== undefined && (
          <p class={style.failure} role="alert">
            {failure}
          </p>
        )}
        {detail && (
          <div class={style.plain}>
            <ContentTab detail={detail} />
          </div>
        )}
      </div>
    </section>
  );
}
