import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How far beyond the edges of the page an element counts as nearly seen. */
const MARGIN = '200px';

/** Whether an element has come into view, or near it; once it has, it stays so. */
export function useSeen(element: RefObject<Element>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (isSeen || !element.current) return undefined;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
      },
      { rootMargin: MARGIN },
    );
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [isSeen]);
  return isSeen;
}
