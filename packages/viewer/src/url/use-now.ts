import { useEffect, useState } from 'preact/hooks';

/**
 * The moment for which moments from now are worked out, moved on from time to time while the page is seen.
 *
 * @param everyMs Undefined: it stands still.
 */
export function useNow(everyMs: number | undefined): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (everyMs === undefined) return undefined;
    const move = () => {
      if (!document.hidden) setNow(Date.now());
    };
    const timer = setInterval(move, everyMs);
    document.addEventListener('visibilitychange', move);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', move);
    };
  }, [everyMs]);
  return nowMs;
}
