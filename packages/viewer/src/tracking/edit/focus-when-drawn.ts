/** As the `ref` of a field that somebody has just asked for: it takes the focus as soon as it is there. */
export function focusWhenDrawn(element: HTMLElement | null): void {
  element?.focus();
}
