import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { SAMPLE_ID } from './samples.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { SAMPLES, viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();
/** An agent that took fewer turns than the sample of that name. */
const OTHER = SAMPLES.find(({ detail }) => detail.sessionId !== null && detail.spanCount < 30)?.detail.traceId ?? '';

describe.skipIf(noBrowser !== undefined)(
  `two traces side by side in a browser${noBrowser ? ` (${noBrowser})` : ''}`,
  () => {
    const open = viewerInBrowser();

    test('the parts are the difference, steps are walked, texts compared', async () => {
      const { page, address } = await open({});
      await page.goto(`${address}/compare?a=${OTHER}&b=${SAMPLE_ID.agent}`);
      await page.getByRole('treegrid', { name: 'Steps of both traces' }).waitFor();
      await page.getByRole('rowheader', { name: 'Steps added' }).waitFor();
      expect(await page.locator('[role=row]', { hasText: 'only B' }).count()).toBeGreaterThan(0);
      await looksRight(page, 'compare');

      const selected = page.locator('[role=row][aria-selected=true]');
      await page.keyboard.press('j');
      await page.waitForURL(/step=\w{16}\.\w{16}/);
      expect(await selected.textContent()).toContain('agent.run');
      await page
        .getByText(/characters that are the same|the same, /)
        .first()
        .waitFor();
      await alsoLooksRight(page, 'compare-texts');
      await page.keyboard.press('Escape');
      await page.getByRole('complementary', { name: 'Step' }).waitFor({ state: 'detached' });

      await page.keyboard.press('s');
      await page.waitForURL(new RegExp(`a=${SAMPLE_ID.agent}&b=${OTHER}`));
      await page.getByRole('rowheader', { name: 'Steps removed' }).waitFor();
      await page.goBack();
      await page.getByRole('rowheader', { name: 'Steps added' }).waitFor();
    });

    thoroughTest(
      'a trace beside itself does not differ; one that is gone is said, and shown once it is there',
      async () => {
        const [, second] = SAMPLES;
        const { page, address, server } = await open({ traces: SAMPLES.slice(0, 1) });
        await page.goto(`${address}/compare?a=${SAMPLE_ID.agent}&b=${SAMPLE_ID.agent}`);
        await page.getByText(/^0 of 4\d differ/).waitFor();

        await page.goto(`${address}/compare?a=${SAMPLE_ID.agent}&b=${SAMPLE_ID.retried}`);
        await page.getByRole('heading', { name: 'One of the traces is not there' }).waitFor();
        if (second) server.traces.push(second);
        await page.getByRole('rowheader', { name: 'Steps removed' }).waitFor();
      },
    );
  },
);
