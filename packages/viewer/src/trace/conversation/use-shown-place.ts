import { GEN_AI, type SpanDetail } from '@tracewright/schema';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SpanCache } from '../../api/span-cache.ts';

/** What a reader does who wants to be elsewhere. */
const LEAVING = ['wheel', 'pointerdown', 'keydown'] as const;

/**
 * Scrolls to what the selected span has in the conversation: the answer of a model's call, or the call of a tool. Once
 * for each selection, as soon as that is there; it is kept in sight while texts above it take their final height.
 *
 * @param version Changes when more of the conversation is there.
 */
export function useShownPlace(
  scroller: RefObject<HTMLElement>,
  spans: SpanCache,
  spanId: string | undefined,
  version: unknown,
): void {
  const callId = useSpan(spans, spanId)?.attributes[GEN_AI.toolCallId];
  const shownId = useRef<string>();
  const leave = useRef<() => void>();
  useEffect(() => () => leave.current?.(), []);
  useEffect(() => {
    if (spanId === undefined || shownId.current === spanId) return;
    const all = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-span-id], [data-call-id]') ?? [])];
    const place = all.find(
      ({ dataset }) => dataset.spanId === spanId || (typeof callId === 'string' && dataset.callId === callId),
    );
    if (!scroller.current || !place) return;
    shownId.current = spanId;
    if (place instanceof HTMLDetailsElement) place.open = true;
    for (const each of all) each.removeAttribute('data-current');
    place.dataset.current = '';
    leave.current?.();
    leave.current = keepInSight(scroller.current, place);
  }, [scroller, spans, spanId, callId, version]);
}

/** The details of a span once they are there; a failure shows beside the conversation. */
function useSpan(spans: SpanCache, spanId: string | undefined): SpanDetail | undefined {
  const [loaded, setLoaded] = useState<SpanDetail>();
  useEffect(() => {
    if (spanId !== undefined) spans.load(spanId).then(setLoaded, () => undefined);
  }, [spans, spanId]);
  return loaded?.spanId === spanId ? loaded : undefined;
}

/** @returns lets go of it, as the reader's first step does. */
function keepInSight(scroller: HTMLElement, place: HTMLElement): () => void {
  const show = () => place.scrollIntoView({ block: 'center' });
  const observer = new ResizeObserver(show);
  for (const part of scroller.children) observer.observe(part);
  show();
  const left = new AbortController();
  const letGo = () => {
    observer.disconnect();
    left.abort();
  };
  for (const step of LEAVING) scroller.addEventListener(step, letGo, { signal: left.signal, passive: true });
  return letGo;
}
