/**
 * Calls when the colours of the page have become others: those of another theme, or of paper, which is light whatever
 * the screen is. Style sheets follow by themselves, canvases do not.
 *
 * @param draw What is drawn for paper has to be drawn when it returns.
 * @returns ends it.
 */
export function onColours(draw: (isForPaper: boolean) => void): () => void {
  const theme = new MutationObserver(() => draw(false));
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const print = () => draw(true);
  addEventListener('beforeprint', print);
  addEventListener('afterprint', print);
  return () => {
    theme.disconnect();
    removeEventListener('beforeprint', print);
    removeEventListener('afterprint', print);
  };
}
