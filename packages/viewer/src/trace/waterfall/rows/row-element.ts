import { formatDuration } from '../../../format/duration.ts';
import { formatCount, formatExactUsd, formatUsd } from '../../../format/number.ts';
import { classNames } from '../../../ui/class-names.ts';
import { arrange, html } from '../../../ui/dom.ts';
import { iconElement, iconPath } from '../../../ui/icon.tsx';
import { kindBadge } from '../../../ui/kind.tsx';
import { ROW_PX } from '../row-px.ts';
import { BarElement } from './bar-element.ts';
import style from './row.module.css';
import { type RowFrame, type RowState, rowState } from './row-frame.ts';

/**
 * A row of the waterfall. It is made once and then shows one span after another: scrolling through a long trace makes
 * no elements, and touches of a row only what differs.
 */
export class RowElement {
  readonly element: HTMLElement;
  readonly #name = html('span', style.name, { role: 'gridcell' });
  readonly #twisty = html('button', style.twisty, { type: 'button', tabindex: '-1' }, iconElement('chevron', 12));
  readonly #depth = html('span', style.depth);
  readonly #times = html('span', style.times);
  readonly #badge = html('span', undefined);
  readonly #badgeIcon = iconElement('task', 13);
  readonly #badgeLetter = html('span', undefined, { 'aria-hidden': 'true' });
  readonly #badgeLabel = html('span', 'visually-hidden');
  readonly #label = html('span', style.label, { dir: 'auto' });
  readonly #errorCount = html('span', undefined);
  readonly #errorLabel = html('span', 'visually-hidden');
  readonly #error = html('span', style.error, {}, iconElement('error', 14), this.#errorCount, this.#errorLabel);
  readonly #hidden = html('span', style.hidden);
  readonly #closeRun = html('button', style.runEnd, {
    type: 'button',
    tabindex: '-1',
    title: 'Show these spans as one row again',
  });
  readonly #tokens = html('span', style.tokens, { role: 'gridcell' });
  readonly #cost = html('span', style.cost, { role: 'gridcell' });
  readonly #duration = html('span', style.duration, { role: 'gridcell' });
  readonly #bar = new BarElement();
  #frame: RowFrame | undefined;
  #state: RowState | undefined;
  #kind: string | undefined;
  #isSelected = false;

  constructor() {
    this.#badge.append(this.#badgeIcon, this.#badgeLetter, this.#badgeLabel);
    this.element = html('div', style.row, { role: 'row', tabindex: '-1', 'aria-selected': 'false' });
    this.element.append(this.#name, this.#tokens, this.#cost, this.#duration, this.#bar.element);
  }

  /** What it shows; undefined before it has shown anything. */
  get state(): RowState | undefined {
    return this.#state;
  }

  /** What a click at something within it is meant for. */
  partAt(target: Element): 'twisty' | 'run' | 'row' {
    if (this.#twisty.contains(target)) return 'twisty';
    return this.#closeRun.contains(target) ? 'run' : 'row';
  }

  show(frame: RowFrame, row: number): void {
    if (this.#frame === frame && this.#state?.row === row) return;
    const state = rowState(frame, row);
    this.#frame = frame;
    this.#state = state;
    this.#place(frame, state);
    this.#showName(frame, state);
    this.#showFigures(state);
    this.#bar.show(frame, state);
  }

  /** Says more where the pointer rests. */
  rest(): void {
    const { data, run } = this.#state ?? {};
    const { costUsd } = run ?? data ?? {};
    this.#cost.title = costUsd === undefined ? '' : formatExactUsd(costUsd);
    this.#bar.rest();
  }

  select(isSelected: boolean): void {
    if (this.#isSelected === isSelected) return;
    this.#isSelected = isSelected;
    this.element.tabIndex = isSelected ? 0 : -1;
    this.element.setAttribute('aria-selected', String(isSelected));
    this.#setClass();
  }

  #place({ model: { order } }: RowFrame, { row, position, data, depth, opens, isFolded }: RowState): void {
    const { element } = this;
    element.style.transform = `translateY(${row * ROW_PX}px)`;
    element.dataset.span = data.id;
    element.setAttribute('aria-rowindex', String(row + 2));
    element.setAttribute('aria-level', String(depth + 1));
    element.setAttribute('aria-setsize', String(order.siblingCount[position]));
    element.setAttribute('aria-posinset', String(order.siblingNumber[position]));
    if (opens) element.setAttribute('aria-expanded', String(!isFolded));
    else element.removeAttribute('aria-expanded');
    this.#setClass();
  }

  #setClass(): void {
    const { isMatch = false, isFaint = false } = this.#state ?? {};
    setClass(
      this.element,
      classNames(
        style.row,
        this.#isSelected && style.selected,
        this.#isError() && style.failed,
        isMatch && style.match,
        isFaint && style.faint,
      ),
    );
  }

  #isError(): boolean {
    const { run, data } = this.#state ?? {};
    return run ? run.errorCount > 0 : data?.isError === true;
  }

  #showName(
    { indentPx, maxIndents }: RowFrame,
    { data, run, depth, descendants, opens, isFolded, openRunSize }: RowState,
  ): void {
    this.#name.style.paddingLeft = `${Math.min(depth, maxIndents) * indentPx}px`;
    setClass(this.#twisty, classNames(style.twisty, !opens && style.leaf, opens && !isFolded && style.open));
    this.#twisty.setAttribute('aria-label', isFolded ? 'Unfold' : 'Fold');
    if (data.kind !== this.#kind) {
      const { className, look } = kindBadge(data.kind);
      this.#kind = data.kind;
      this.#badge.className = className;
      this.#badge.title = look.label;
      this.#badgeIcon.firstElementChild?.setAttribute('d', iconPath(look.icon));
      setText(this.#badgeLetter, look.letter);
      setText(this.#badgeLabel, look.label);
    }
    setText(this.#label, data.name || '(no name)');
    this.#label.title = data.name;
    const isError = this.#isError();
    if (isError) {
      setText(this.#errorCount, run ? formatCount(run.errorCount) : '');
      setText(this.#errorLabel, run ? 'errors' : 'Error');
    }
    arrange(this.#name, [
      this.#twisty,
      depth > maxIndents && withText(this.#depth, String(depth)),
      run !== undefined && withText(this.#times, `${formatCount(run.size)} ×`),
      this.#badge,
      this.#label,
      isError && this.#error,
      isFolded && !run && descendants > 0 && withText(this.#hidden, `+${formatCount(descendants)}`),
      openRunSize > 0 && withText(this.#closeRun, `${formatCount(openRunSize)} ×`),
    ]);
  }

  #showFigures({ data, run }: RowState): void {
    const { tokens, costUsd, startUs, endUs } = run ?? data;
    const isRunning = !run && data.isRunning;
    setText(this.#tokens, tokens === undefined ? '' : formatCount(tokens));
    setText(this.#cost, costUsd === undefined ? '' : formatUsd(costUsd));
    if (this.#cost.title !== '') this.#cost.title = '';
    setText(this.#duration, isRunning ? 'running' : formatDuration(endUs - startUs));
    setClass(this.#duration, classNames(style.duration, isRunning && style.running));
  }
}

/** Of an element that holds nothing but text: its node stays, and is not written again where it says the same. */
function setText(element: Element, text: string): void {
  const node = element.firstChild;
  if (!(node instanceof Text)) element.textContent = text;
  else if (node.data !== text) node.data = text;
}

function setClass(element: Element, className: string): void {
  if (element.className !== className) element.className = className;
}

function withText(element: Element, text: string): Element {
  setText(element, text);
  return element;
}
