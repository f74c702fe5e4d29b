import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TraceView } from './trace-view.ts';

/** Where the details lie over the page rather than beside it. */
export const NARROW = '(max-width: 860px)';

/** Notes in the history that an entry is an open sheet, so that whoever closes it goes back to the one before. */
const SHEET = { sheet: true } as const;

/** Whether the details lie over the page. Opening them is a step of its own, so that back closes them. */
export function useDetailSheet(view: TraceView, isNarrow: boolean): boolean {
  const isOpen = isNarrow && view.selectedId.value !== undefined;
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    // The address names the span already where one came by it, by back or forward too.
    const isOfAddress = new URLSearchParams(location.search).has('span');
    if (isOpen && !wasOpen.current && !isOfAddress) view.addPlace(SHEET);
    wasOpen.current = isOpen;
  }, [isOpen]);
  return isOpen;
}

/** Closes the details where they lie over the page. @returns whether they did. */
export function closeDetailSheet(view: TraceView): boolean {
  if (!matchMedia(NARROW).matches || view.selectedId.peek() === undefined) return false;
  if ((history.state as Partial<typeof SHEET> | null)?.sheet) history.back();
  else view.selectedId.value = undefined;
  return true;
}
