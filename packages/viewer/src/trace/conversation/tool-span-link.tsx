import type { VNode } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { ChatContext } from './chat-context.ts';
import style from './tool-call.module.css';
import { toolSpanId } from './tool-span.ts';

/** Leads from what a model asked for to the span in which it was done. */
export function ToolSpanLink({ callId }: { readonly callId: string }): VNode {
  const { traceId, onSelectSpan } = useContext(ChatContext);
  const [state, setState] = useState<'unknown' | 'none' | 'failed'>('unknown');
  const open = () =>
    toolSpanId(traceId, callId).then(
      (spanId) => (spanId === undefined ? setState('none') : onSelectSpan(spanId)),
      () => setState('failed'),
    );
  return (
    <p class={style.way} role="status">
      {state === 'none' ? (
        'No span of this trace says that it ran this call.'
      ) : (
        <button type="button" class={style.open} onClick={open}>
          {state === 'failed' ? 'The collector does not answer; try again' : 'Open the span in which it ran'}
        </button>
      )}
    </p>
  );
}
