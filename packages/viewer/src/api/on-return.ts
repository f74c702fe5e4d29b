/** Calls back whenever somebody comes back to this page from another tab or window. @returns ends it. */
export function onReturn(back: () => void): () => void {
  addEventListener('focus', back);
  return () => removeEventListener('focus', back);
}
