import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`the dashboards in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = viewerInBrowser();

  test('charts, groups and scores have nothing that axe objects to', async () => {
    const { page, address, requests } = await open({});
    await page.goto(`${address}/dash?by=model`);
    await page.locator('canvas').nth(8).waitFor();
    expect(await page.getByRole('img', { name: /over time/ }).count()).toBe(7);
    await looksRight(page, 'dash');
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(requests.filter((url) => !url.startsWith(address))).toEqual([]);
  });

  test('what stands below the charts waits for them, so that nothing moves that somebody reads', async () => {
    const { page, address } = await open({});
    const isOverTime = (url: URL) => /^time\b/.test(url.searchParams.get('by') ?? '');
    const held = Promise.withResolvers<void>();
    await page.route(isOverTime, (route) => held.promise.then(() => route.continue()));
    await page.goto(`${address}/dash?of=llm`);
    await page.getByText('Output tokens, p50').waitFor();
    const below = page.getByRole('heading', { name: 'Data quality' });
    expect(await below.count()).toBe(0);
    held.resolve();
    await below.waitFor();
    expect(await page.getByRole('img', { name: /over time/ }).count()).toBe(7);
    await page.unroute(isOverTime);
  });

  thoroughTest('nothing is asked while nobody sees the page, and everything anew once somebody does', async () => {
    const { page, address, requests } = await open({ isOwn: true });
    await page.clock.install();
    await page.goto(`${address}/dash`);
    await page.locator('canvas').nth(8).waitFor();
    await page.waitForLoadState('networkidle');
    const show = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    const asked = () => requests.filter((url) => url.includes('/api/v1/aggregates')).length;
    await show(true);
    const before = asked();
    await page.clock.runFor(300_000);
    expect(asked()).toBe(before);

    const again = page.waitForRequest(/\/api\/v1\/aggregates/);
    await show(false);
    await again;
  });

  thoroughTest('what the page is about stands in its URL, and back returns to it', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/dash`);
    await page.getByRole('combobox', { name: 'by' }).selectOption('user');
    await page.waitForURL(`${address}/dash?by=user`);
    await page.getByRole('link', { name: 'no user' }).waitFor();
    await page.getByRole('button', { name: 'Traces', exact: true }).click();
    await page.waitForURL(`${address}/dash?of=traces&by=user`);
    await page.getByRole('combobox', { name: 'Filter' }).fill('spans > 3');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=spans\+%3E\+3&of=traces&by=user/);
    await page.reload();
    expect(await page.getByRole('combobox', { name: 'Filter' }).inputValue()).toBe('spans > 3');
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await page.waitForURL(`${address}/dash`);
    expect(await page.getByRole('combobox', { name: 'by' }).inputValue()).toBe('none');
  });

  test('a mark, a figure, a row and a score open the traces behind them', async () => {
    const { page, address } = await open({});
    const behind = async (click: () => Promise<unknown>) => {
      await page.locator('canvas').first().waitFor();
      await click();
      await page.waitForURL(/\/traces\?/);
      const filter = new URL(page.url()).searchParams.get('q');
      await page.goBack();
      return filter;
    };
    await page.goto(`${address}/dash?by=model`);
    const failed = page.locator('dd', { has: page.locator('a') }).nth(1);

    expect(await behind(() => failed.getByRole('link').click())).toBe('has(kind = llm AND status = error)');
    expect(await behind(() => page.getByRole('link', { name: 'gpt-4o', exact: true }).first().click())).toBe(
      "has(kind = llm AND model = 'gpt-4o')",
    );
    expect(await behind(() => page.getByRole('link', { name: "it's curt" }).click())).toBe(
      String.raw`feedback.tone = 'it\'s curt'`,
    );
    expect(await behind(() => page.getByRole('link', { name: '2', exact: true }).click())).toBe("status = 'running'");
    expect(await behind(() => page.getByRole('img', { name: /^LLM calls/ }).click())).toMatch(
      /^has\(kind = llm(?: AND model = '.+')? AND time >= '\S+Z' AND time < '\S+Z'\)$/,
    );
  });

  thoroughTest(
    'a collector that goes away leaves the figures, and what was asked meanwhile comes once it is back',
    async () => {
      const { page, address, server } = await open({});
      await page.goto(`${address}/dash?by=user`);
      const row = page.getByRole('rowheader', { name: 'ada' });
      await row.waitFor();

      server.isDown = true;
      await page.getByRole('combobox', { name: 'by' }).selectOption('model');
      await page.getByText('The collector has not answered').waitFor();
      expect(await row.isVisible()).toBe(true);
      server.isDown = false;

      await page.getByRole('rowheader', { name: 'claude-sonnet-4-5' }).waitFor();
      await row.waitFor({ state: 'detached' });
    },
  );

  thoroughTest(
    'on a phone nothing is wider than the page, the tables that say what the charts do neither',
    async () => {
      const { page, address } = await open({ width: 360 });
      await page.goto(`${address}/dash?by=prompt`);
      await page.locator('canvas').nth(8).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      const table = page.getByRole('button', { name: 'Table' });
      for (let at = 0; at < 9; at++) await table.nth(at).click();
      await page.getByRole('table', { name: 'Cost and latency' }).waitFor();
      expect(await page.locator('canvas').count()).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await alsoLooksRight(page, 'dash-tables');
    },
  );
});
