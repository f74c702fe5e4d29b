import type { Page } from 'playwright-core';
import { countData, scriptMs } from './page-figures.ts';

/** What opening the list of traces and scrolling through all of it took. */
export interface ListFigures {
  /** From the start of the navigation to rows on the screen, ms. */
  readonly firstRowsMs: number;
  /** What the API answered until there were rows, as it went over the wire, kB. */
  readonly dataKb: number;
  readonly scriptPerFrameMs: number;
  /** The longest time from one frame to the next, and the one that 99 of 100 keep, ms. */
  readonly worstFrameMs: number;
  readonly p99FrameMs: number;
  /** Frames without a row in the middle, and those that had to wait at the end of what had been loaded. */
  readonly blankFrames: number;
  readonly waitingFrames: number;
  readonly frames: number;
  readonly rows: number;
  readonly domNodes: number;
  /** After collection, with all rows loaded. */
  readonly heapMb: number;
}

/** Scrolls through at least this many rows. */
export async function listFigures(page: Page, address: string, rows: number): Promise<ListFigures> {
  const session = await page.context().newCDPSession(page);
  const dataKb = await countData(session);
  await page.goto(address);
  await page.locator('[role=grid] [role=row][aria-rowindex="2"]').waitFor();
  const firstRowsMs = await page.evaluate(() => performance.now());
  const data = dataKb();
  await page.waitForLoadState('networkidle');
  await session.send('Profiler.enable');
  await session.send('Profiler.start');
  const scrolled = await page.evaluate(scrollDown, rows);
  const { profile } = await session.send('Profiler.stop');
  const domNodes = await page.evaluate(() => document.querySelectorAll('*').length);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { gaps, ...seen } = scrolled;
  const sorted = gaps.toSorted((a, b) => a - b);
  return {
    ...{ firstRowsMs, dataKb: data, domNodes, heapMb: usedSize / 1e6 },
    ...{ ...seen, frames: gaps.length, scriptPerFrameMs: scriptMs(profile) / gaps.length },
    worstFrameMs: sorted.at(-1) ?? Number.NaN,
    p99FrameMs: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
  };
}

/** A screen in each frame, as fast as a wheel that is spun, and looks at each frame what there is to see. */
async function scrollDown(
  wanted: number,
): Promise<{ gaps: readonly number[]; blankFrames: number; waitingFrames: number; rows: number }> {
  const grid = document.querySelector('[role=grid]');
  if (!grid) throw new Error('there is no list');
  const gaps: number[] = [];
  let [blankFrames, waitingFrames, rows] = [0, 0, 0];
  let last = performance.now();
  const untilMs = last + 120_000;
  while (rows < wanted && last < untilMs) {
    const before = grid.scrollTop;
    grid.scrollTop += grid.clientHeight;
    if (grid.scrollTop === before) waitingFrames++;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    const { left, top, height } = grid.getBoundingClientRect();
    const seen = document.elementFromPoint(left + 90, top + height / 2)?.closest('[role=row]');
    if (!seen) blankFrames++;
    rows = Math.max(rows, Number(grid.querySelector('[role=row]:last-of-type')?.getAttribute('aria-rowindex') ?? 0));
  }
  return { gaps, blankFrames, waitingFrames, rows };
}
