import { type Signal, useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { KeyBindings } from '../ui/page-keys.ts';
import type { RowWindow } from './use-window.ts';

export interface RowCursorOptions<Row> {
  /** As they are at the moment: keys can come faster than the page is drawn. */
  readonly rows: () => readonly Row[];
  readonly idOf: (row: Row) => string;
  /** Of what takes the focus in a row. */
  readonly elementIdOf: (id: string) => string;
  readonly window: Pick<RowWindow<HTMLElement>, 'scrollToRow' | 'pageRows'>;
  /** The row to begin with. */
  readonly selected: string | undefined;
  readonly onMove?: (id: string) => void;
}

/** The row of a list that the keyboard is on. */
export interface RowCursor<Row> {
  readonly current: Signal<string | undefined>;
  /** Keys that move it. The same function as long as the list is shown, as all of them. @param noun What a row is. */
  readonly keysFor: (noun: string) => KeyBindings;
  /** Does something with the row that it is on, if it is on one. */
  readonly withCurrent: (action: (row: Row) => unknown) => () => void;
}

/** Moves from row to row by keys; the row comes into sight and gets the focus. */
export function useRowCursor<Row>(options: RowCursorOptions<Row>): RowCursor<Row> {
  const current = useSignal(options.selected);
  const latest = useRef(options);
  latest.current = options;
  return useMemo(() => {
    const position = () => latest.current.rows().findIndex((row) => latest.current.idOf(row) === current.peek());
    const goTo = (wanted: number) => {
      const { rows, idOf, elementIdOf, window, onMove } = latest.current;
      const at = Math.min(Math.max(wanted, 0), rows().length - 1);
      const row = rows()[at];
      if (row === undefined) return;
      const id = idOf(row);
      current.value = id;
      onMove?.(id);
      window.scrollToRow(at);
      const focus = () => document.getElementById(elementIdOf(id))?.focus({ preventScroll: true });
      // At once, or Enter would press the link of the row before.
      focus();
      // Once more when it has been drawn, if the scroll has yet to bring it in.
      requestAnimationFrame(() => current.peek() === id && focus());
    };
    const keysFor = (noun: string): KeyBindings => {
      const page = () => latest.current.window.pageRows();
      const next = { says: `next ${noun}`, run: () => goTo(position() + 1) };
      const previous = { says: `previous ${noun}`, run: () => goTo(position() - 1) };
      return {
        ...{ j: next, ArrowDown: next, k: previous, ArrowUp: previous },
        PageDown: { says: 'a screen down', run: () => goTo(Math.max(position(), 0) + page()) },
        PageUp: { says: 'a screen up', run: () => goTo(position() - page()) },
        Home: { says: `first ${noun}`, run: () => goTo(0) },
        End: { says: `last ${noun}`, run: () => goTo(latest.current.rows().length - 1) },
      };
    };
    const withCurrent = (action: (row: Row) => unknown) => () => {
      const row = latest.current.rows()[position()];
      if (row !== undefined) action(row);
    };
    return { current, keysFor, withCurrent };
  }, [current]);
}
