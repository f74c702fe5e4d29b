import { useEffect, useState } from 'preact/hooks';

/**
 * The moment for which moments from now are worked out, moved on from time to time.
 *
 * @param everyMs Undefined: it stands still.
 */
export function useNow(everyMs: number | undefined): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
