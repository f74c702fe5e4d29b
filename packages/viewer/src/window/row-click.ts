/** Whether a click asks for a tab or window of its own, which is the browser's. */
export function isForNewTab({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return ctrlKey || metaKey || shiftKey;
}

/** Whether a click somewhere in a row opens it: a link, button or box in the row answers for itself. */
export function opensRow(event: MouseEvent): boolean {
  return !(event.target as Element).closest('a, button, label') && !isForNewTab(event);
}

/** Opens the link of a row within the page. */
export function openLink(event: MouseEvent, open: () => void): void {
  if (isForNewTab(event)) return;
  event.preventDefault();
  open();
}
