import style from './tooltip.module.css';

/** A line of a tooltip. */
export interface TooltipLine {
  readonly name: string;
  readonly value: string;
  readonly colour?: string | undefined;
}

/** A tooltip as nodes: names come from spans, and text is never taken for markup. */
export function tooltip(title: string, lines: readonly TooltipLine[]): HTMLElement {
  const box = document.createElement('div');
  const head = document.createElement('p');
  head.className = style.title ?? '';
  head.textContent = title;
  box.append(head);
  for (const { name, value, colour } of lines) {
    const line = document.createElement('p');
    line.className = style.line ?? '';
    const dot = document.createElement('span');
    dot.className = style.dot ?? '';
    if (colour !== undefined) dot.style.background = colour;
    const label = document.createElement('span');
    label.className = style.name ?? '';
    label.textContent = name;
    const figure = document.createElement('b');
    figure.textContent = value;
    line.append(dot, label, figure);
    box.append(line);
  }
  return box;
}
