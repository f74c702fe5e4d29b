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

  const fetchEarly = (href, as) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: as === 'script' ? 'modulepreload' : 'preload', as, crossOrigin: 'anonymous', href });
    document.head.append(link);
  };

  // The trace that the page is about comes while the app is still on its way. `src/api/traces.ts` asks for the same.
  const [, trace] = /^\/traces\/([^/]+)$/.exec(location.pathname) ?? [];
  for (const path of trace ? [`${trace}/skeleton`, trace] : []) fetchEarly(`/api/v1/traces/${path}`, 'fetch');

  // So do the list's first page and the files that show it. A range of time counts from the moment of the question,
  // and an order is the list's to know: of such lists the files alone.
  if (location.pathname === '/traces' || (location.pathname === '/' && location.hash === '')) {
    for (const href of document.currentScript?.dataset.list?.split(' ') ?? [])
      fetchEarly(href, href.endsWith('.css') ? 'style' : 'script');
    const given = new URLSearchParams(location.search);
    const asked = new URLSearchParams({ limit: '100' });
    for (const [name, parameter] of Object.entries({
      q: 'filter',
      status: 'status',
      model: 'model',
      session: 'sessionId',
    }))
      if (given.get(name)) asked.set(parameter, given.get(name));
    if (!['from', 'to', 'sort'].some((name) => given.has(name))) fetchEarly(`/api/v1/traces?${asked}`, 'fetch');
  }
})();
