import type { Page } from 'playwright-core';

/** What the table of an experiment's runs takes, ms but for the last two. */
export interface RunsFigures {
  /** From the start of the navigation to rows on the screen. */
  readonly firstRowsMs: number;
  /** From the press on a heading, and from Enter in the box, to the first frame with other rows. */
  readonly sortMs: number;
  readonly filterMs: number;
  /** The longest time from one frame to the next, and the one that 99 of 100 keep, while one scrolls a screen a frame. */
  readonly worstFrameMs: number;
  readonly p99FrameMs: number;
  readonly blankFrames: number;
  readonly rowsScrolled: number;
}

const FIRST_ROW = '[role=treegrid] [role=row][aria-rowindex="2"]';

/** Opens the table of runs, sorts, filters, and scrolls it down. @param address Of the page. */
export async function runsFigures(page: Page, address: string, rows: number): Promise<RunsFigures> {
  await page.goto(address);
  await page.locator(FIRST_ROW).waitFor();
  const firstRowsMs = await page.evaluate(() => performance.now());
  await page.waitForLoadState('networkidle');
  const sortMs = await page.evaluate(untilOtherRows, { selector: FIRST_ROW, press: 'metric_10' });
  await page.waitForLoadState('networkidle');
  const filter = page.getByRole('combobox', { name: 'Filter' });
  await filter.fill("metrics.metric_5 < 0.5 AND params.model = 'o3'");
  await page.waitForTimeout(400);
  const filterMs = await page.evaluate(untilOtherRows, { selector: FIRST_ROW, press: undefined });
  await page.goto(address);
  await page.locator(FIRST_ROW).waitFor();
  await page.waitForLoadState('networkidle');
  const { gaps, blankFrames, seen } = await page.evaluate(scrollDown, rows);
  const sorted = gaps.toSorted((a, b) => a - b);
  return {
    ...{ firstRowsMs, sortMs, filterMs, blankFrames, rowsScrolled: seen },
    worstFrameMs: sorted.at(-1) ?? Number.NaN,
    p99FrameMs: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
  };
}

/** Presses a heading, or Enter where one types, and waits for the frame in which another run stands first. */
async function untilOtherRows(asked: {
  readonly selector: string;
  readonly press: string | undefined;
}): Promise<number> {
  const first = () => document.querySelector(`${asked.selector} a`)?.id;
  const before = first();
  const heading = [...document.querySelectorAll<HTMLElement>('[role=columnheader] button')].find(
    (button) => button.textContent === asked.press,
  );
  const start = performance.now();
  if (asked.press === undefined) {
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    document.querySelector('[role=combobox]')?.dispatchEvent(enter);
  } else heading?.click();
  while (first() === before && performance.now() - start < 10_000) await new Promise(requestAnimationFrame);
  // The rows are there; the frame that shows them ends when the next one begins.
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}

/** A screen in each frame, as fast as a wheel that is spun. */
async function scrollDown(wanted: number): Promise<{ gaps: readonly number[]; blankFrames: number; seen: number }> {
  const grid = document.querySelector('[role=treegrid]');
  if (!grid) throw new Error('there is no table');
  const gaps: number[] = [];
  let [blankFrames, seen] = [0, 0];
  let last = performance.now();
  const untilMs = last + 60_000;
  while (seen < wanted && last < untilMs) {
    grid.scrollTop += grid.clientHeight;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    const { left, top, height } = grid.getBoundingClientRect();
    if (!document.elementFromPoint(left + 120, top + height / 2)?.closest('[role=row]')) blankFrames++;
    const drawn = [...grid.querySelectorAll('[role=row]')].map((row) => Number(row.getAttribute('aria-rowindex')));
    seen = Math.max(seen, ...drawn);
  }
  return { gaps, blankFrames, seen };
}
