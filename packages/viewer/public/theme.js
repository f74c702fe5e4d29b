// Runs before the first paint, so that no page flashes in the wrong colours. A file of its own: the
// Content-Security-Policy allows no inline script. `src/shell/theme.ts` keeps the same key and attribute.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem('tracewright.theme');
  } catch {
    // Storage can be forbidden; the system's choice holds then.
  }
  const isDark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
