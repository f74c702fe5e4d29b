import type { LiveTraces, TraceSummary } from '@tracewright/schema';
import { askedTraces, type TraceFilter } from './asked.ts';
import { inWorkspace } from './session.ts';

export interface LiveListener {
  /** Traces that are new or have changed. */
  readonly onChanged: (changed: readonly TraceSummary[]) => void;
  /** More has happened than was told, or the connection was lost or is back: ask again. */
  readonly onUnsure: () => void;
}

export interface LiveConnection {
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/**
 * Listens to the traces of a filter. The browser connects again by itself; where the collector offers no events, it
 * stays closed. Nothing is held open while the page is hidden: browsers allow few connections to one origin.
 */
export function followTraces(filter: TraceFilter, { onChanged, onUnsure }: LiveListener): LiveConnection {
  let source: EventSource | undefined;
  let wasLost = false;

  const open = () => {
    // The range that a URL names ends where it says: moments from now would have to move.
    const { from: _from, to: _to, ...rest } = filter;
    source = new EventSource(inWorkspace(`/api/v1/live?${askedTraces(rest)}`));
    source.addEventListener('traces', ({ data }: MessageEvent<string>) =>
      onChanged((JSON.parse(data) as LiveTraces).changed),
    );
    source.addEventListener('reset', onUnsure);
    source.onopen = () => {
      if (wasLost) onUnsure();
      wasLost = false;
    };
    source.onerror = () => {
      if (!wasLost) onUnsure();
      wasLost = true;
    };
  };
  const close = () => {
    source?.close();
    source = undefined;
  };
  const onVisibility = () => {
    close();
    if (document.hidden) return;
    open();
    onUnsure();
  };
  if (!document.hidden) open();
  document.addEventListener('visibilitychange', onVisibility);
  return {
    isOpen: () => source?.readyState === EventSource.OPEN,
    close: () => {
      document.removeEventListener('visibilitychange', onVisibility);
      close();
    },
  };
}
