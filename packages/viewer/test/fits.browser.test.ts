import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { caseTraces, SAMPLE_ID } from './samples.ts';
import { IS_THOROUGH, thoroughTest } from './thorough.test.support.ts';
import { NOW_NS, viewerInBrowser } from './viewer-in-browser.test.support.ts';

const WIDTHS = IS_THOROUGH ? [1440, 1000, 360] : [360];

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`figures of a trace in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const openViewer = viewerInBrowser();

  test.each(WIDTHS)('no cost runs out of its column at %i px, and every one is spelled alike', async (width) => {
    const page = await open('', width);
    const costs = page.locator('[role=gridcell]', { hasText: '$' });
    await costs.first().waitFor();
    expect(await cut(page)).toEqual([]);

    await page.goto(`${page.url()}/${SAMPLE_ID.outlived}`);
    await page.getByTestId('time-total').waitFor();
    expect(await cut(page)).toEqual([]);
    // Narrow trees have no column for costs.
    if (width > 860) expect(await costs.allTextContents()).toEqual(['<$0.00001', '$0.000038']);
  });

  thoroughTest(
    'the duration is that of the root, in the list as on the page, which says what goes on after it',
    async () => {
      const page = await open('', 1440);
      const row = page.getByRole('row', { name: /Is shipping free/ });
      expect(await row.textContent()).toContain('208 ms');

      await row.getByRole('link').click();
      await page.getByTestId('time-total').waitFor();
      const header = await page.locator('dl').first().textContent();

      expect(await page.getByTestId('time-total').textContent()).toBe('208 ms');
      expect(header).toContain('Duration208 ms+2.53 s after the root');
      expect(header).not.toContain('First token');
      expect(await page.getByRole('columnheader', { name: 'Timeline' }).textContent()).toContain('2.5 s');
    },
  );

  thoroughTest('the time of a trace that still runs adds up to the last moment that is known', async () => {
    const page = await open(`/${SAMPLE_ID.running}`, 1440);
    const parts = page.getByTestId('time-part');
    await parts.first().waitFor();
    const us = await parts.evaluateAll((all) => all.map((part) => Number(part.getAttribute('data-us'))));

    expect(us.reduce((sum, part) => sum + part, 0)).toBe(910_000);
    expect(await page.getByTestId('time-total').getAttribute('data-us')).toBe('910000');
  });

  thoroughTest('the legend of the strip wraps on a phone', async () => {
    const page = await open(`/${SAMPLE_ID.agent}`, 360);
    await page.getByTestId('time-part').first().waitFor();
    const rights = await page
      .getByTestId('time-part')
      .evaluateAll((all) => all.map((part) => part.getBoundingClientRect().right));

    expect(Math.max(...rights)).toBeLessThanOrEqual(360);
  });

  thoroughTest.each(WIDTHS)('a long name leaves room for the id of its trace at %i px', async (width) => {
    const page = await open(`/${SAMPLE_ID.hostile}`, width);
    const copy = page.getByRole('button', { name: 'Copy the trace id' });
    await copy.waitFor();
    const [id, figures] = await Promise.all([copy.boundingBox(), page.locator('dl').first().boundingBox()]);

    expect((id?.x ?? 0) + (id?.width ?? 0)).toBeLessThanOrEqual(width);
    // Beside the figures, or above them.
    const isBeside = (id?.x ?? 0) + (id?.width ?? 0) <= (figures?.x ?? 0);
    expect(isBeside || (id?.y ?? 0) + (id?.height ?? 0) <= (figures?.y ?? 0)).toBe(true);
  });

  /** @param path Below `/traces`. */
  async function open(path: string, width: number): Promise<Page> {
    const { page, address } = await openViewer({ width, traces: caseTraces(NOW_NS) });
    await page.goto(`${address}/traces${path}`);
    return page;
  }
});

/** Texts of costs that are wider than their cell, or reach beyond the page. */
function cut(page: Page): Promise<readonly string[]> {
  return page.locator('[role=gridcell]', { hasText: '$' }).evaluateAll((cells) =>
    cells
      .filter((cell) => cell.checkVisibility())
      .filter((cell) => {
        const { right } = cell.getBoundingClientRect();
        return cell.scrollWidth > cell.clientWidth || right > document.documentElement.clientWidth;
      })
      .map((cell) => cell.textContent ?? ''),
  );
}
