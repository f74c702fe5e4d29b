import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight } from './looks-right.test.support.ts';
import type { SampleTrace } from './sample-trace.ts';
import { bigTrace, bigTraceId, SAMPLE_ID } from './samples.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { NOW_NS, traceById, viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(
  `the page of a trace in a browser${noBrowser ? ` (${noBrowser})` : ''}`,
  () => {
    const open = viewerInBrowser();

    test('the parts of "where the time went" are exactly the length of the root', async () => {
      const { page, address } = await open({});
      for (const id of [SAMPLE_ID.agent, SAMPLE_ID.severalRoots, SAMPLE_ID.deep]) {
        await page.goto(`${address}/traces/${id}`);
        const total = Number(await page.getByTestId('time-total').getAttribute('data-us'));
        const parts = await page
          .getByTestId('time-part')
          .evaluateAll((all) => all.map((part) => Number(part.getAttribute('data-us'))));
        const percents = await page
          .getByTestId('time-part')
          .evaluateAll((all) => all.map((part) => Number(/([\d.]+) %/.exec(part.textContent ?? '')?.[1] ?? 0)));

        expect(total).toBe(traceById(id).skeleton.durationUs);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        expect(percents.reduce((sum, part) => sum + part, 0)).toBeCloseTo(100, 6);
      }
    });

    test.each([1280, 360])('rows that are there stay when the rest of the page comes, %s px wide', async (width) => {
      const { page, address } = await open({ width });
      const held = Promise.withResolvers<void>();
      await page.route(/\/assets\/minimap-.*\.js$/, (route) => held.promise.then(() => route.continue()));
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
      const row = page.locator('[role=row][data-span]').first();
      await row.waitFor();
      const before = await row.boundingBox();
      held.resolve();
      await page.getByRole('slider').first().waitFor();
      expect(await row.boundingBox()).toEqual(before);
      // No more is kept than it takes.
      const heights = await page
        .locator('[class*="_minimap_"]')
        .evaluateAll((all) => all.map((each) => each.clientHeight));
      expect(heights[0]).toBe((heights[1] ?? 0) + 1);
      await page.unrouteAll();
    });

    test('the tree is walked, folded and left by keys, and the URL remembers it', async () => {
      const { page, address } = await open({});
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
      const selected = page.locator('[role=row][aria-selected=true]');
      await selected.waitFor();

      await page.keyboard.press('j');
      expect(await selected.getAttribute('aria-level')).toBe('2');
      expect(await selected.getAttribute('aria-expanded')).toBe('true');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
      await page.keyboard.press('ArrowLeft');
      expect(await selected.getAttribute('aria-expanded')).toBe('false');
      await page.keyboard.press('End');
      expect(await selected.textContent()).toContain('StrOutputParser');
      await page.keyboard.press('c');
      await page.waitForURL(/cp=0/);
      await page.waitForURL(/fold=\w{16}/);
      const url = page.url();

      await page.reload();
      await selected.waitFor();
      expect(await selected.textContent()).toContain('StrOutputParser');
      await page.getByRole('button', { name: 'View' }).click();
      expect(await page.getByRole('checkbox', { name: /Critical path/ }).isChecked()).toBe(false);
      expect(await page.getByText(/folded away/).count()).toBe(1);
      expect(page.url()).toBe(url);
    });

    test('what spans say is shown, never run, followed or fetched', async () => {
      const { page, address, requests } = await open({});
      await page.goto(`${address}/traces`);
      await page.getByText('<img src=x').first().waitFor();
      await page.goto(`${address}/traces/${SAMPLE_ID.hostile}`);
      await page.getByRole('row', { name: /javascript:window/ }).click();
      await page.getByText('kept as text').waitFor();
      // Plain until the renderer has come.
      await page.getByRole('link', { name: 'image: linked' }).waitFor();
      await page.getByText('R&D <b onclick=').waitFor();

      const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      expect(links.filter((href) => !/^(\/|#|https:\/\/(evil\.example|example\.com)\/)/.test(href))).toEqual([]);
      expect(await page.locator('main img, main iframe, main svg[onload], main script').count()).toBe(0);
      for (const tab of ['Attributes', 'Events', 'Raw']) await page.getByRole('tab', { name: tab }).click();
      expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
      expect(requests.filter((url) => !url.startsWith(address))).toEqual([]);
      await alsoLooksRight(page, 'trace-hostile');
    });

    thoroughTest('a span that could not be read is there once the collector is back', async () => {
      const { page, address, server } = await open({});
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
      await page.getByText('You are the support assistant').waitFor();
      await page.keyboard.press('j');
      server.isDown = true;
      await page.keyboard.press('End');
      await page.getByText('The collector has not answered').waitFor();

      server.isDown = false;

      await page.getByRole('tabpanel').getByText('Two of your orders are late').waitFor();
    });

    test('an answer that cannot be understood is said, not waited for', async () => {
      const broken = { ...traceById(SAMPLE_ID.agent), skeleton: {} as SampleTrace['skeleton'] };
      const { page, address } = await open({ traces: [broken] });
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);

      await page.getByRole('heading', { name: 'The trace cannot be shown' }).waitFor();
    });

    thoroughTest('a trace that does not exist is said, and shown once it does', async () => {
      const { page, address, server } = await open({ traces: [] });
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
      await page.getByRole('heading', { name: 'No such trace' }).waitFor();

      server.traces.push(traceById(SAMPLE_ID.agent));

      await page.getByRole('treegrid').waitFor();
    });

    test('feedback on a span and on the trace is stored, kept, and taken back', async () => {
      const { page, address } = await open({});
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
      const box = page.getByRole('region', { name: 'Feedback' });
      const good = box.getByRole('button', { name: 'Good' });
      const whole = box.getByRole('checkbox', { name: 'on the whole trace' });
      await good.click();
      await box.getByText('thumbs yes').waitFor();
      await whole.check();
      expect(await good.getAttribute('aria-pressed')).toBe('false');
      await box.getByRole('spinbutton', { name: 'Score' }).fill('0.8');
      await box.getByRole('textbox', { name: 'Comment' }).fill('<b>nearly</b>');
      await page.keyboard.press('Enter');
      await box.getByText('score 0.8').waitFor();
      await box.getByText('<b>nearly</b>').waitFor();
      await alsoLooksRight(page, 'trace-feedback');

      await page.reload();
      await box.getByText('thumbs yes').waitFor();
      await good.click();
      await box.getByText('thumbs yes').waitFor({ state: 'detached' });
      await whole.check();
      await box.getByText('score 0.8').waitFor();
    });

    thoroughTest('the bars zoom to a span and back', async () => {
      const { page, address } = await open({});
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
      await page.getByRole('row', { name: /turn 2/ }).click();
      await page.keyboard.press('z');
      await page.waitForURL(/zoom=\d+,\d+/);
      await page.keyboard.press('Escape');
      await page.waitForURL((url) => !url.searchParams.has('zoom'));
    });

    test('10,000 spans need no more of the document than a screenful, wherever one scrolls', async () => {
      const { page, address } = await open({ traces: [bigTrace(10_000, NOW_NS)] });
      await page.goto(`${address}/traces/${bigTraceId(10_000)}`);
      await page.getByText(/of 10k spans|of 10,\d{3} spans/).waitFor();

      await page.getByRole('treegrid').evaluate((grid) => grid.scrollTo({ top: 150_000 }));
      // The rows of before stand until the next frame.
      await page.waitForFunction(() => {
        const rows = document.querySelectorAll('[role=row][data-span]');
        return rows.length > 20 && Number(rows[0]?.getAttribute('aria-rowindex')) > 5_000;
      });

      expect(await page.locator('*').count()).toBeLessThan(1_500);
    });

    thoroughTest(
      'the focus goes along from row to row, and rows are read in their order, wherever the next error is',
      async () => {
        const { page, address } = await open({ traces: [bigTrace(10_000, NOW_NS)] });
        await page.goto(`${address}/traces/${bigTraceId(10_000)}`);
        await page.locator('[role=row][tabindex="0"]').focus();
        for (let errors = 0; errors < 3; errors++) {
          await page.keyboard.press('e');
          await page.waitForFunction(() => document.activeElement?.matches('[role=row][aria-selected=true]'));
          const rows = await page
            .locator('[role=row][data-span]')
            .evaluateAll((all) => all.map((row) => Number(row.getAttribute('aria-rowindex'))));
          expect(rows).toEqual(rows.toSorted((a, b) => a - b));
        }
      },
    );

    thoroughTest('on a phone the details cover the tree and close again', async () => {
      const { page, address } = await open({ width: 360 });
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
      // Until all that stands above the rows is there, they move.
      await page.getByTestId('time-total').waitFor();
      await page
        .getByRole('row', { name: /chat gpt-4o-mini/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Close the details' }).waitFor();
      await page.getByText('You are the support assistant').waitFor();
      await alsoLooksRight(page, 'trace-phone');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      const close = page.getByRole('button', { name: 'Close the details' });
      const selectRoot = () => page.getByRole('row', { name: /agent\.run/ }).click();
      await close.click();
      await close.waitFor({ state: 'detached' });
      await selectRoot();
      await close.waitFor();
      await page.keyboard.press('Escape');
      await close.waitFor({ state: 'detached' });
      await selectRoot();
      await close.waitFor();
      await page.goBack();
      await close.waitFor({ state: 'detached' });
      expect(new URL(page.url()).pathname).toBe(`/traces/${SAMPLE_ID.agent}`);
      await page.goForward();
      await close.waitFor();
    });
  },
);
