/** Makes an element with a class and children, for what is drawn without a renderer. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string | undefined,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Makes an SVG drawing of a single path. */
export function svgPath(className: string | undefined, attributes: Readonly<Record<string, string>>): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  if (className !== undefined) svg.setAttribute('class', className);
  for (const [name, value] of Object.entries({ 'aria-hidden': 'true', ...attributes })) svg.setAttribute(name, value);
  svg.append(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
  return svg;
}

/** Gives an element the children that are there, in this order; touches it only where that is another set. */
export function arrange(parent: Element, children: readonly (Element | false)[]): void {
  const wanted = children.filter((child) => child !== false);
  const isSame =
    parent.childElementCount === wanted.length && wanted.every((child, at) => parent.children[at] === child);
  if (!isSame) parent.replaceChildren(...wanted);
}
