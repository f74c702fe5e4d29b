import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { viewerInBrowser, violations } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(
  `experiments and models in a browser${noBrowser ? ` (${noBrowser})` : ''}`,
  () => {
    const open = viewerInBrowser();

    test('the address of a run that MLflow’s clients print opens its page, which says what it was given and what came of it', async () => {
      const { page, address } = await open({ traces: [] });
      await page.goto(`${address}/#/experiments/4/runs/0a1b`);
      await page.waitForURL(`${address}/runs/0a1b`);
      await page.getByRole('heading', { name: 'shorter prompt' }).waitFor();
      expect(await page.getByRole('row', { name: /accuracy/ }).textContent()).toBe('accuracy0.91253');
      expect(await page.getByRole('row', { name: /^model/ }).textContent()).toBe('modelgpt-4o');
      expect(await page.getByRole('row', { name: /^team/ }).textContent()).toBe('team<b>shop</b>');
      await page.getByRole('button', { name: 'plots' }).click();
      const file = page.getByRole('link', { name: 'roc.svg' });
      expect(await file.getAttribute('href')).toBe(
        '/ajax-api/2.0/mlflow/get-artifact?run_id=0a1b&path=plots%2Froc.svg',
      );
      await page.getByText('No trace names this run.').waitFor();
      expect(await violations(page)).toEqual([]);

      await page.getByRole('link', { name: 'prompt tuning' }).click();
      await page.waitForURL(/\/experiments\/4$/);
      expect(await page.getByRole('row', { name: /0c2d/ }).textContent()).toContain('Killed');
      expect(await page.getByRole('columnheader').allTextContents()).toContain('params.model');
      expect(await violations(page)).toEqual([]);
    });

    test('the address of a model version leads to its model, and from there to the run it came from; what fails is said', async () => {
      const { page, address, requests } = await open({ traces: [], colorScheme: 'dark' });
      await page.goto(`${address}/#/models/support%20bot/versions/3`);
      await page.waitForURL(/\/models\/support%20bot\?v=3$/);
      const version = page.getByRole('row', { name: /champion/ });
      expect(await version.locator('[aria-current]').textContent()).toBe('3');
      expect(await version.textContent()).toContain('Production');
      expect(await violations(page)).toEqual([]);
      await version.getByRole('link', { name: 'its run' }).click();
      await page.waitForURL(/\/runs\/0a1b$/);
      await page.route('**/runs/search', (route) =>
        route.fulfill({ status: 500, json: { error_code: 'INTERNAL_ERROR', message: 'the disk is full' } }),
      );
      await page.goto(`${address}/experiments/4`);
      await page.getByRole('alert').filter({ hasText: 'the disk is full' }).waitFor();
      await page.unroute('**/runs/search');
      await page.getByRole('row', { name: /0c2d/ }).waitFor();
      await page.goto(`${address}/models/100%25%20sure%3F`);
      await page.getByRole('heading', { name: 'No such model' }).waitFor();
      expect(requests.some((url) => url.endsWith('registered-models/get?name=100%25+sure%3F'))).toBe(true);
      await page.goto(`${address}/runs/gone`);
      await page.getByRole('heading', { name: 'No such run' }).waitFor();
    });
  },
);
