import type { CDPSession, Page } from 'playwright-core';

/** What opening a trace took. */
export interface OpenFigures {
  /** From the start of the navigation to rows on the screen, ms. */
  readonly firstRowsMs: number;
  /** What tasks took beyond 50 ms each, up to a second after the rows, ms. */
  readonly blockingMs: number;
  readonly domNodes: number;
  readonly heapMb: number;
  /** In the worker: reading the skeleton, critical path, layout and all else that is derived, ms. */
  readonly workerMs: number;
  /** Of that, the critical path. */
  readonly pathMs: number;
  /** Of what the API answered until there were rows, as it went over the wire, kB. */
  readonly dataKb: number;
}

/** What using it took, ms. */
export interface UseFigures {
  readonly scriptPerFrameMs: number;
  readonly blankFrames: number;
  readonly foldMs: number;
  readonly filterMs: number;
  readonly searchMs: number;
}

/** Notes, before the page's own scripts run, when there are rows and which tasks were long. */
const WATCH = () => {
  const figures = { firstRowsMs: 0, blockingMs: 0 };
  Object.assign(window, { figures });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) figures.blockingMs += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector('[role=row][data-span]')) {
      // After the frame that shows them.
      requestAnimationFrame(() => {
        figures.firstRowsMs = performance.now();
      });
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

/** Opens a trace and measures. The page stays open. */
export async function openTrace(page: Page, address: string): Promise<OpenFigures> {
  const session = await page.context().newCDPSession(page);
  const dataKb = await countData(session);
  await page.addInitScript(WATCH);
  await page.goto(address);
  await page.waitForFunction(() => (window as unknown as Watched).figures.firstRowsMs > 0);
  const data = dataKb();
  await page.waitForTimeout(1_000);
  const [worker] = page.workers();
  const pathMs =
    (await worker?.evaluate(() => performance.getEntriesByName('tracewright.critical-path')[0]?.duration)) ?? 0;
  const { firstRowsMs, blockingMs, workerMs, domNodes } = await page.evaluate(() => ({
    ...(window as unknown as Watched).figures,
    workerMs: performance.getEntriesByName('tracewright.model')[0]?.duration ?? 0,
    domNodes: document.querySelectorAll('*').length,
  }));
  await session.send('HeapProfiler.collectGarbage');
  const heap = (await session.send('Runtime.getHeapUsage')) as {
    readonly usedSize: number;
    readonly backingStorageSize?: number;
  };
  // Typed arrays lie outside the heap itself.
  const heapMb = (heap.usedSize + (heap.backingStorageSize ?? 0)) / 1e6;
  return { firstRowsMs, blockingMs, workerMs, pathMs, domNodes, heapMb, dataKb: data };
}

interface Watched {
  readonly figures: { readonly firstRowsMs: number; readonly blockingMs: number };
}

/** @returns gives what the API has answered so far, kB over the wire. */
export async function countData(session: CDPSession): Promise<() => number> {
  const ofApi = new Set<string>();
  let bytes = 0;
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.includes('/api/')) ofApi.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (ofApi.has(requestId)) bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => bytes / 1_000;
}

/** Scrolls, folds, filters and searches an open trace. */
export async function useTrace(page: Page): Promise<UseFigures> {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.start');
  const { frames, blankFrames } = await page.evaluate(scrollThrough);
  const { profile } = await session.send('Profiler.stop');
  const scriptPerFrameMs = scriptMs(profile) / frames;

  const view = page.getByRole('button', { name: 'View', exact: true });
  await view.click();
  const foldMs = await toPaint(page, 'Fold all');
  await toPaint(page, 'Unfold all');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const filterMs = await toPaint(page, 'LLM call');
  await page.keyboard.press('Escape');
  const searchMs = await page.evaluate(typeToPaint);
  return { scriptPerFrameMs, blankFrames, foldMs, filterMs, searchMs };
}

/** Time in the page's own functions and in all that they call, ms; what the measurement itself does is not in it. */
export function scriptMs({ nodes, samples = [], timeDeltas = [] }: Profile): number {
  const isOfPage = new Set<number>();
  // A node comes before those that it called.
  for (const { id, callFrame, children = [] } of nodes) {
    if (callFrame.url.startsWith('http')) isOfPage.add(id);
    if (isOfPage.has(id)) for (const child of children) isOfPage.add(child);
  }
  return samples.reduce((ms, id, at) => (isOfPage.has(id) ? ms + (timeDeltas[at] ?? 0) / 1_000 : ms), 0);
}

/** Of what the debugger's protocol calls a profile, what is read here. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples?: readonly number[];
  /** µs. */
  readonly timeDeltas?: readonly number[];
}

/** Scrolls at two screens in three frames, and looks at each frame whether there are rows in sight. */
async function scrollThrough(): Promise<{ frames: number; blankFrames: number }> {
  const grid = document.querySelector('[role=treegrid]');
  if (!grid) throw new Error('there is no tree');
  let blankFrames = 0;
  const frames = 120;
  for (let frame = 0; frame < frames; frame++) {
    grid.scrollTop += grid.clientHeight * 0.66;
    if (grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1) grid.scrollTop = 0;
    await new Promise(requestAnimationFrame);
    const { left, top, height } = grid.getBoundingClientRect();
    const seen = document.elementFromPoint(left + 60, top + height / 2);
    if (!seen?.closest('[role=row][data-span]')) blankFrames++;
  }
  return { frames, blankFrames };
}

/** Presses what has a text in an open menu. @returns from there to the frame that shows it, ms. */
function toPaint(page: Page, text: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const all = [
      ...document.querySelectorAll<HTMLElement>(
        '[aria-label="Views and filters"] label, [aria-label="Views and filters"] button',
      ),
    ];
    const item = all.find((element) => element.textContent?.includes(wanted));
    if (!item) throw new Error(`there is no ${wanted}`);
    await new Promise(requestAnimationFrame);
    const startMs = performance.now();
    item.click();
    await new Promise(requestAnimationFrame);
    // Behind the frame: what was changed in it has been laid out and painted.
    await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - startMs;
  }, text);
}

async function typeToPaint(): Promise<number> {
  const box = document.querySelector<HTMLInputElement>('[aria-label="Views and filters"] input[type=search]');
  if (!box) throw new Error('there is nothing to search with');
  await new Promise(requestAnimationFrame);
  const startMs = performance.now();
  box.value = 'e';
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await new Promise(requestAnimationFrame);
  await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - startMs;
}
