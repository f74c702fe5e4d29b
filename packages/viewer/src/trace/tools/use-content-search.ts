import type { Page, SpanSummary } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../../api/request.ts';
import { filterValue } from '../../format/filter-literal.ts';
import { spanOfId } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';

/** Who writes on within this time would only throw the answer away. */
const SETTLE_MS = 250;
/** Shorter words are nearly everywhere. */
const MIN_LENGTH = 3;
const MAX_MATCHES = 1_000;

/** Asks the collector which spans of the trace hold the text that is looked for; the view's matches follow. */
export function useContentSearch(view: TraceView): 'idle' | 'asking' | 'failed' {
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle');
  const text = view.search.value.trim();
  const model = view.model.value;
  useEffect(() => {
    view.contentMatches.value = new Set();
    setState('idle');
    if (text.length < MIN_LENGTH || !model) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      setState('asking');
      const filter = `id = '${view.traceId}' AND content ILIKE ${filterValue(`%${text}%`)}`;
      getJson<Page<SpanSummary>>(
        `/api/v1/spans?${new URLSearchParams({ filter, limit: `${MAX_MATCHES}` })}`,
        stop.signal,
      )
        .then(({ items }) => {
          view.contentMatches.value = new Set(items.flatMap(({ spanId }) => spanOfId(model, spanId) ?? []));
          setState('idle');
        })
        .catch(() => {
          if (!stop.signal.aborted) setState('failed');
        });
    }, SETTLE_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [view, text, model]);
  return state;
}
