import type { RowRange } from '../../../window/visible-range.ts';
import { idOfSpan } from '../../model/trace-model.ts';
import { RowElement } from './row-element.ts';
import type { RowFrame } from './row-frame.ts';

/** Elements that wait to be shown again. */
const MAX_SPARE = 200;

/**
 * The rows of a waterfall that are in the document. A row that leaves the window shows another span from then on; one
 * that stays keeps its element, and with it the focus.
 */
export class RowPool {
  readonly #container: HTMLElement;
  /** By id of the span: a trace that runs gets others in between. */
  #shown = new Map<string, RowElement>();
  readonly #spare: RowElement[] = [];
  readonly #byElement = new WeakMap<Element, RowElement>();

  constructor(container: HTMLElement) {
    this.#container = container;
  }

  /** Shows the rows of a range and the selected one, which may have been scrolled away: the focus may be on it. */
  show(frame: RowFrame, { first, end }: RowRange, selectedRow: number): void {
    const wanted: { readonly row: number; readonly id: string; item: RowElement | undefined }[] = [];
    const before = this.#shown;
    const want = (row: number) => {
      const id = idOfRow(frame, row);
      wanted.push({ row, id, item: before.get(id) });
      before.delete(id);
    };
    for (let row = first; row < end; row++) want(row);
    if ((selectedRow < first || selectedRow >= end) && selectedRow < frame.rows.length) want(selectedRow);
    this.#spare.push(...before.values());

    this.#shown = new Map();
    // Those that are given away are passed over where they stand, so that none of those that stay has to move.
    const given = new Set<Element>(this.#spare.map(({ element }) => element));
    const losesFocus = [...given].some((element) => element.contains(document.activeElement));
    let next = this.#container.firstElementChild;
    for (const { row, id, item = this.#spare.pop() ?? this.#make() } of wanted) {
      item.show(frame, row);
      item.select(row === selectedRow);
      this.#shown.set(id, item);
      while (next !== null && given.has(next)) next = next.nextElementSibling;
      next = this.#putBefore(item.element, next, !given.has(item.element));
      given.delete(item.element);
    }
    for (const { element } of this.#spare) element.remove();
    // Paper takes many rows at once, and none of them again.
    this.#spare.length = Math.min(this.#spare.length, MAX_SPARE);
    // The focus would be on an element that shows another span by now.
    if (losesFocus) this.focus(selectedRow);
  }

  /** Whether the focus is on a row or in one. */
  get hasFocus(): boolean {
    return this.#container.contains(document.activeElement);
  }

  /** The row that an event is about. */
  rowAt(target: EventTarget | null): RowElement | undefined {
    const element = target instanceof Element ? target.closest('[role="row"]') : null;
    return element ? this.#byElement.get(element) : undefined;
  }

  /** Puts the focus on a row, if it is in the document. */
  focus(row: number): void {
    for (const { state, element } of this.#shown.values())
      if (state?.row === row) element.focus({ preventScroll: true });
  }

  #make(): RowElement {
    const made = new RowElement();
    this.#byElement.set(made.element, made);
    return made;
  }

  /**
   * Keeps the document in the order of the rows, for those who read it aloud. An element that is moved loses the
   * focus, so that the others move around the one that has it.
   *
   * @param stays It shows the span that it has shown before.
   * @returns what the following row comes before.
   */
  #putBefore(element: HTMLElement, next: Element | null, stays: boolean): Element | null {
    if (element === next) return next.nextElementSibling;
    if (stays && element === document.activeElement && element.parentNode === this.#container) {
      return element.nextElementSibling;
    }
    this.#container.insertBefore(element, next);
    return next;
  }
}

function idOfRow({ model, rows }: RowFrame, row: number): string {
  return idOfSpan(model, model.order.spans[rows[row]!]!);
}
