import { classNames } from '../../../ui/class-names.ts';
import { arrange, html, svgPath } from '../../../ui/dom.ts';
import { sectionsAsSvgPath } from '../../model/critical-sections.ts';
import { intervalsAsSvgPath, PATH_UNITS } from '../../model/time-boxes.ts';
import { extentOf, type TimeScale } from '../../model/time-scale.ts';
import type { Attempt } from '../attempts.ts';
import style from './bar.module.css';
import { barWords } from './bar-words.ts';
import type { RowFrame, RowState } from './row-frame.ts';

const DRAWING = { viewBox: `0 0 ${PATH_UNITS} 1`, preserveAspectRatio: 'none' };
const NO_ATTEMPTS: readonly Attempt[] = [];

/**
 * A span in time: waiting for the first token hatched, the rest solid, its part of the critical path underlined; of a
 * run of spans each where it was.
 */
export class BarElement {
  readonly element: HTMLElement = html('span', style.cell, { role: 'gridcell' });
  readonly #bar = html('span', style.bar);
  readonly #wait = html('span', style.wait);
  readonly #attempts = html('span', undefined);
  readonly #members = svgPath(style.members, DRAWING);
  readonly #path = svgPath(style.path, DRAWING);

  show(frame: RowFrame, state: RowState): void {
    const { scale, colours } = frame;
    const { span, data, run } = state;
    const words = barWords(frame, state);
    this.element.setAttribute('aria-label', words);
    if (this.element.title !== '') this.element.title = '';
    const colour = colours.classOf(span);
    if (run) {
      setPath(this.#members, intervalsAsSvgPath(run.intervals, scale));
      this.#members.setAttribute('class', classNames(style.members, colour));
      arrange(this.element, [this.#members]);
      return;
    }
    this.#bar.className = classNames(
      style.bar,
      colour,
      data.isError && style.failed,
      data.isRunning && style.running,
      (data.kind === 'chain' || data.kind === 'task' || data.kind === 'agent') && style.container,
    );
    const { ttftUs = 0 } = data;
    const waitedUs = Math.min(data.startUs + ttftUs, data.endUs);
    arrange(this.element, [
      isPlaced(this.#bar, scale, data.startUs, data.endUs) && this.#bar,
      ttftUs > 0 && isPlaced(this.#wait, scale, data.startUs, waitedUs) && this.#wait,
      this.#hasAttempts(frame, state) && this.#attempts,
      this.#hasPath(frame, span) && this.#path,
    ]);
  }

  /** Says in words what it shows where the pointer rests. */
  rest(): void {
    this.element.title = this.element.getAttribute('aria-label') ?? '';
  }

  #hasAttempts({ attempts: known, scale }: RowFrame, { data }: RowState): boolean {
    const attempts = known.get(data.id) ?? NO_ATTEMPTS;
    if (attempts.length === 0) return false;
    const part = (look: string | undefined, fromUs: number, toUs: number) => {
      const element = html('span', look);
      return isPlaced(element, scale, data.startUs + fromUs, data.startUs + toUs) && element;
    };
    const parts = attempts.flatMap(({ startUs, failedUs, waitedUs }) => [
      part(style.attempt, startUs, failedUs),
      part(style.pause, failedUs, waitedUs),
    ]);
    arrange(this.#attempts, parts);
    return true;
  }

  #hasPath({ model, scale, showsPath }: RowFrame, span: number): boolean {
    const d = showsPath ? sectionsAsSvgPath(model.path, model.sections, span, scale) : '';
    setPath(this.#path, d);
    return d !== '';
  }
}

/** Puts an element over a stretch of time. @returns false where that is out of sight. */
function isPlaced(element: HTMLElement, scale: TimeScale, fromUs: number, toUs: number): boolean {
  const extent = extentOf(scale, fromUs, toUs);
  if (!extent) return false;
  element.style.left = `${extent.left * 100}%`;
  element.style.width = `${extent.width * 100}%`;
  return true;
}

function setPath(svg: SVGSVGElement, d: string): void {
  const path = svg.firstElementChild;
  if (path && path.getAttribute('d') !== d) path.setAttribute('d', d);
}
