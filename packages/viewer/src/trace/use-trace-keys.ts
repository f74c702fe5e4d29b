import { useEffect } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../ui/page-keys.ts';
import { closeDetailSheet } from './detail-sheet.ts';
import { dock, toggleDetails } from './dock.ts';
import type { TraceView } from './trace-view.ts';

/** Binds the keys that the page of a trace has in all of its views. */
export function useTraceKeys(view: TraceView): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const goTo = async (which: 'newer' | 'older') => {
      const neighbour = await neighbourOf(view.traceId, which).catch(() => undefined);
      if (neighbour !== undefined) navigate(`/traces/${neighbour}`);
    };
    return onPageKeys({
      w: { says: 'waterfall', run: () => view.show('waterfall') },
      f: { says: 'flame graph', run: () => view.show('flame') },
      m: { says: 'chat', run: () => view.show('chat') },
      a: { says: 'steps', run: () => view.show('agg') },
      e: { says: 'next error', run: () => view.selectNext(view.errors.peek()) },
      E: { says: 'previous error', run: () => view.selectNext(view.errors.peek(), -1) },
      c: {
        says: 'critical path on or off',
        run: () => {
          view.showsCriticalPath.value = !view.showsCriticalPath.value;
        },
      },
      Enter: () => dock.value === undefined && toggleDetails(),
      d: { says: 'details shown or hidden', run: toggleDetails },
      z: { says: 'zoom to the selected span', run: () => view.zoomToSelected() },
      Escape: {
        says: 'whole timeline',
        run: () => {
          if (!closeDetailSheet(view)) view.zoom.value = undefined;
        },
      },
      y: {
        says: 'copy a link to this view',
        run: () => navigator.clipboard.writeText(location.href).catch(() => undefined),
      },
      '[': { says: 'newer trace', run: () => goTo('newer') },
      ']': { says: 'older trace', run: () => goTo('older') },
    });
  }, [view, navigate]);
}

/** The list's code is fetched only by who goes along it. */
async function neighbourOf(traceId: string, which: 'newer' | 'older'): Promise<string | undefined> {
  const { neighboursOf } = await import('../traces/trace-list.ts');
  return (await neighboursOf(traceId))[which];
}
