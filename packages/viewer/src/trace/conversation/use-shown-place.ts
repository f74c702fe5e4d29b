import { GEN_AI } from '@tracewright/schema';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SpanCache } from '../../api/span-cache.ts';

/**
 * Scrolls to what the selected span has in the conversation: the answer of a model's call, or the call of a tool. Once
 * for each selection, as soon as that is there.
 *
 * @param version Changes when more of the conversation is there.
 */
export function useShownPlace(
  scroller: RefObject<HTMLElement>,
  spans: SpanCache,
  spanId: string | undefined,
  version: unknown,
): void {
  const shownId = useRef<string>();
  useEffect(() => {
    if (spanId === undefined || shownId.current === spanId) return;
    const callId = spans.peek(spanId)?.attributes[GEN_AI.toolCallId];
    const all = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-span-id], [data-call-id]') ?? [])];
    const place = all.find(
      ({ dataset }) => dataset.spanId === spanId || (typeof callId === 'string' && dataset.callId === callId),
    );
    if (!place) return;
    shownId.current = spanId;
    if (place instanceof HTMLDetailsElement) place.open = true;
    for (const each of all) each.removeAttribute('data-current');
    place.dataset.current = '';
    place.scrollIntoView({ block: 'center' });
  }, [scroller, spans, spanId, version]);
}
