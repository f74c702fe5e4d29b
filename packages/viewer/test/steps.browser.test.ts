import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(
  `steps across traces in a browser${noBrowser ? ` (${noBrowser})` : ''}`,
  () => {
    const open = viewerInBrowser();

    test('steps stand as a tree or by a figure, and open the traces behind them', async () => {
      const { page, address } = await open({});
      await page.goto(`${address}/steps?q=spans+%3E+3`);
      const rows = page.locator('[role=row][aria-level]');
      await rows.first().waitFor();
      expect(await rows.first().textContent()).toContain('agent.run');
      expect(await rows.nth(1).getAttribute('aria-level')).toBe('2');
      await looksRight(page, 'steps');

      await page.getByRole('button', { name: 'p95', exact: true }).click();
      await page.waitForURL(/sort=p95/);
      await page.getByText('agent.run › turn #').first().waitFor();
      await page.goBack();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');

      await page.waitForURL(/\/traces\?q=spans\+%3E\+3\+AND\+has%28path\+%3D/);
      await page.goBack();
      await rows.first().waitFor();
    });

    thoroughTest('two models are compared step by step', async () => {
      const { page, address } = await open({});
      await page.goto(`${address}/steps`);
      await page.getByRole('button', { name: 'Compare' }).click();
      const models = page.getByRole('group', { name: 'Two models' });
      await models.getByRole('combobox', { name: 'To' }).selectOption('my-own-model');
      await models.getByRole('button', { name: 'Compare' }).click();

      await page.waitForURL(/vs=model&x=[\w-]+&y=my-own-model/);
      await page.getByText('gone', { exact: true }).first().waitFor();
      await alsoLooksRight(page, 'steps-compared');
    });

    thoroughTest('where nothing has been traced yet, the page leads to where one begins', async () => {
      const { page, address } = await open({ traces: [] });
      await page.goto(`${address}/steps`);
      await page.getByRole('link', { name: 'Send your first trace' }).click();
      await page.getByRole('button', { name: 'Send a demo trace' }).waitFor();
    });

    thoroughTest(
      'a collector that goes away leaves the figures as they are; a filter without traces says so',
      async () => {
        const { page, address, server } = await open({});
        await page.goto(`${address}/steps`);
        const row = page.locator('[role=row][aria-level]').first();
        await row.waitFor();
        server.isDown = true;
        await page.getByRole('button', { name: 'All time' }).click();
        await page.getByRole('button', { name: 'Last hour' }).click();
        await page.getByText('The collector has not answered').waitFor();
        expect(await row.isVisible()).toBe(true);

        server.isDown = false;

        await page.getByText('No trace matches').waitFor();
      },
    );
  },
);
