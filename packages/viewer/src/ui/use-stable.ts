import { useCallback, useRef } from 'preact/hooks';

/**
 * A function that stays the same and does what the one of the latest render does. Rows that are kept from one render to
 * the next are given such: one of an earlier render would hold all that that render knew, for as long as they stay.
 */
export function useStable<Arguments extends unknown[], Result>(
  action: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const latest = useRef(action);
  latest.current = action;
  return useCallback((...given: Arguments) => latest.current(...given), []);
}
