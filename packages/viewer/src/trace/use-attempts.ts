import { type Signal, useSignal } from '@preact/signals';
import { OTEL, type Page, type SpanSummary, STEP_KINDS } from '@tracewright/schema';
import { useEffect } from 'preact/hooks';
import { getJson } from '../api/request.ts';
import type { TraceView } from './trace-view.ts';
import { type Attempt, attemptsOf } from './waterfall/attempts.ts';

/** Calls whose attempts are drawn: the contents of each have to be read for it. */
const MAX_CALLS = 40;
const MODEL_CALL = STEP_KINDS.indexOf('llm');
const EMBEDDING = STEP_KINDS.indexOf('embedding');

/** Failed attempts by the id of their span. The skeleton does not tell them, so that the few calls with any are asked for. */
export function useAttempts(view: TraceView): Signal<ReadonlyMap<string, readonly Attempt[]>> {
  const attempts = useSignal<ReadonlyMap<string, readonly Attempt[]>>(new Map());
  const model = view.model.value;
  const hasCalls = model?.columns.kind.some((kind) => kind === MODEL_CALL || kind === EMBEDDING) ?? false;
  const isEnded = model !== undefined && !model.isRunning;
  useEffect(() => {
    if (!hasCalls || !isEnded) return undefined;
    const stop = new AbortController();
    const read = async () => {
      const filter = `id = '${view.traceId}' AND kind IN ('llm', 'embedding') AND attributes.${OTEL.httpRequestResendCount} > 0`;
      const query = new URLSearchParams({ filter, limit: String(MAX_CALLS) });
      const { items } = await getJson<Page<SpanSummary>>(`/api/v1/spans?${query}`, stop.signal);
      for (const { spanId } of items) {
        const found = attemptsOf(await view.spans.load(spanId));
        if (stop.signal.aborted) return;
        attempts.value = new Map(attempts.peek()).set(spanId, found);
      }
    };
    // Without them the bars say less, but nothing wrong.
    read().catch(() => undefined);
    return () => stop.abort();
  }, [view, attempts, hasCalls, isEnded]);
  return attempts;
}
