import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';

interface Kept {
  readonly reasons: readonly unknown[];
  readonly vnode: VNode;
}

/**
 * Keeps the rows of a window from one render to the next: Preact passes over a row that is the very same object.
 *
 * @returns gives the row of a key, made anew only where one of the reasons differs. Rows that a render does not ask for
 * are forgotten with the next one.
 */
export function useVnodes(): (key: string, reasons: readonly unknown[], make: () => VNode) => VNode {
  const kept = useRef<Map<string, Kept>>(new Map());
  const before = kept.current;
  const now = new Map<string, Kept>();
  kept.current = now;
  return (key, reasons, make) => {
    const known = before.get(key);
    const isSame = known?.reasons.every((reason, at) => reason === reasons[at]) === true;
    const entry = isSame ? known : { reasons, vnode: make() };
    now.set(key, entry);
    return entry.vnode;
  };
}
