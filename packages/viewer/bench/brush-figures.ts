import type { Page } from 'playwright-core';

/** What brushing over parallel axes takes, ms. */
export interface BrushFigures {
  /** From a movement of the hand to the end of the frame that shows it: in the middle, and at most. */
  readonly medianMs: number;
  readonly worstMs: number;
}

const MOVES = 40;

/** Draws along the first axis and back. @param address Of a comparison on parallel axes. */
export async function brushFigures(page: Page, address: string): Promise<BrushFigures> {
  await page.goto(address);
  const chart = page.getByRole('img', { name: /parallel axes/ });
  await chart.locator('canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
  const box = await chart.boundingBox();
  if (!box) throw new Error('the chart is not drawn');
  const x = box.x + 60;
  await page.mouse.move(x, box.y + 80);
  await page.mouse.down();
  await page.evaluate(watchMoves);
  for (let at = 0; at < MOVES; at++) await page.mouse.move(x, box.y + 90 + (at < MOVES / 2 ? at : MOVES - at) * 12);
  await page.mouse.up();
  const times = await page.evaluate(() => (window as unknown as { readonly brushMs: number[] }).brushMs);
  const sorted = times.toSorted((a, b) => a - b);
  return { medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, worstMs: sorted.at(-1) ?? Number.NaN };
}

/** Notes of each movement how long it took until the frame after it had been drawn. */
function watchMoves(): void {
  const times: number[] = [];
  Object.assign(window, { brushMs: times });
  addEventListener(
    'mousemove',
    ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - timeStamp))),
    { capture: true },
  );
}
