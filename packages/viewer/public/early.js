// Runs before the first paint and before the app's own code has come. A file of its own: the Content-Security-Policy
// allows no inline script.
(() => {
  // No page flashes in the wrong colours. `src/shell/theme.ts` keeps the same key and attribute.
  let stored = null;
  try {
    stored = localStorage.getItem('tracewright.theme');
  } catch {
    // Storage can be forbidden; the system's choice holds then.
  }
  const isDark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';

  // The trace that the page is about comes while the app is still on its way. `src/api/traces.ts` asks for the same.
  const [, trace] = /^\/traces\/([^/]+)$/.exec(location.pathname) ?? [];
  for (const path of trace ? [`${trace}/skeleton`, trace] : []) {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: `/api/v1/traces/${path}` });
    document.head.append(link);
  }
})();
