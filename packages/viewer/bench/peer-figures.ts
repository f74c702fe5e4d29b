import type { Browser, Page } from 'playwright-core';

/** A trace has been stored, but some back-ends show it a little later; and the first visit is not what is measured. */
const ROUNDS = 3;
const LIMIT_MS = 120_000;

interface Figures {
  readonly rowsMs: number;
  readonly blockedMs: number;
}

/**
 * Opens a page in fresh tabs of one profile, so that its files are in the cache.
 *
 * @param text Of an element that a row of the trace has.
 * @returns first rows (ms), blocked time until a second after them (ms), DOM nodes, kB over the wire with a warm cache;
 *   dashes where the text did not show in time.
 */
export async function peerFigures(browser: Browser, address: string, text: string): Promise<readonly string[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const found: (readonly number[])[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const page = await context.newPage();
      const figures = await open(page, address, text).catch(() => undefined);
      await page.close();
      if (figures && round > 0) found.push(figures);
      // The first visit may have been too early; if the second one shows nothing, none will.
      if (!figures && round > 0) break;
    }
  } finally {
    await context.close();
  }
  const middle = (at: number) => found.map((figures) => figures[at] ?? 0).toSorted((a, b) => a - b)[found.length >> 1];
  return [0, 1, 2, 3].map((at) => middle(at)?.toFixed(0) ?? '–');
}

async function open(page: Page, address: string, text: string): Promise<readonly number[]> {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  await page.addInitScript(watch, text);
  await page.goto(address, { timeout: LIMIT_MS });
  await page.waitForFunction(() => (window as unknown as { figures: Figures }).figures.rowsMs > 0, undefined, {
    timeout: LIMIT_MS,
  });
  await page.waitForTimeout(1_000);
  const { rowsMs, blockedMs, nodes } = await page.evaluate(() => ({
    ...(window as unknown as { figures: Figures }).figures,
    nodes: document.querySelectorAll('*').length,
  }));
  return [rowsMs, blockedMs, nodes, bytes / 1_000];
}

/** Notes, before the page's own scripts run, when an element has the text and what tasks took beyond 50 ms each. */
function watch(text: string): void {
  const figures = { rowsMs: 0, blockedMs: 0 };
  Object.assign(window, { figures });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) figures.blockedMs += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const found = document.evaluate(`//*[text()="${text}"]`, document, null, XPathResult.BOOLEAN_TYPE, null);
    if (!found.booleanValue) requestAnimationFrame(look);
    // After the frame that shows it.
    else
      requestAnimationFrame(() => {
        figures.rowsMs = performance.now();
      });
  };
  requestAnimationFrame(look);
}
