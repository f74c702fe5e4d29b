import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';

interface Kept {
  readonly reasons: readonly unknown[];
  readonly vnode: VNode;
}

/** Gives the row of a key, made anew only where one of the reasons differs. */
export type KeepRow = (key: string, reasons: readonly unknown[], make: () => VNode) => VNode;

/**
 * Keeps the rows of a window from one render to the next: Preact passes over a row that is the very same object. Rows
 * that a render does not ask for are forgotten with the next one.
 */
export function useVnodes(): KeepRow {
  const rows = useRef<Rows>();
  rows.current ??= new Rows();
  rows.current.begin();
  return rows.current.keep;
}

/**
 * Of this render and of the one before. What a row calls holds all that its render knows, the function that keeps rows
 * among it: were that a new one in each render and knew the rows before, no row would ever be let go.
 */
class Rows {
  #before: ReadonlyMap<string, Kept> = new Map();
  #now = new Map<string, Kept>();

  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  readonly keep: KeepRow = (key, reasons, make) => {
    const known = this.#before.get(key);
    const isSame = known?.reasons.every((reason, at) => reason === reasons[at]) === true;
    const entry = isSame ? known : { reasons, vnode: make() };
    this.#now.set(key, entry);
    return entry.vnode;
  };
}
