import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { SAMPLE_ID } from './samples.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`the shell in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = viewerInBrowser();

  test('settings, palette and keys have nothing that axe objects to', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/settings`);
    await page.getByRole('rowheader', { name: 'gpt-4o' }).waitFor();
    await page.getByText('12.3k spans').waitFor();
    expect(await page.getByText(`endpoint: "${address}"`).count()).toBe(1);
    expect(await page.getByRole('row', { name: /acme/ }).textContent()).toBe(
      'acme-*anyinput $0.20, cache read $0.050, $0.010 a callfrom 2026-01-01',
    );
    expect(await page.getByRole('row', { name: /<b>local/ }).textContent()).toContain('unpriced');
    await looksRight(page, 'settings');

    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'agent.run' }).first().waitFor();
    await looksRight(page, 'palette');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('go anywhere').waitFor();
    await alsoLooksRight(page, 'keys');
  });

  test('the palette goes to pages, traces and filters by keys alone', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByRole('navigation').waitFor();
    const box = page.getByRole('combobox', { name: /Page, name, trace id/ });
    const ask = async (text: string) => {
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Control+k');
      await box.fill(text);
    };

    await ask(SAMPLE_ID.deep);
    await page.getByRole('option', { name: 'This trace' }).waitFor();
    await box.press('Enter');
    await page.waitForURL(`${address}/traces/${SAMPLE_ID.deep}*`);
    await ask('settings');
    await box.press('Enter');
    await page.waitForURL(`${address}/settings`);
    await ask('duration > 2s');
    await box.press('Enter');
    await page.waitForURL(`${address}/traces?q=duration+%3E+2s`);
    await ask('shorter pro');
    await page.getByRole('option', { name: 'shorter prompt run' }).click();
    await page.waitForURL(`${address}/runs/0a1b`);
    await ask('prompt tun');
    await page.getByRole('option', { name: 'prompt tuning experiment' }).click();
    await page.waitForURL(`${address}/experiments/4`);
    await ask('theme dark');
    await page.getByRole('option', { name: /^Dark/ }).click();
    await page.locator('html[data-theme="dark"]').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('the code of the palette is on its way before its key is', async () => {
    const { page, address, requests } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByRole('navigation').waitFor();
    const hasPalette = () => requests.some((url) => url.includes('/assets/palette-'));
    expect(hasPalette()).toBe(false);
    await page.keyboard.down('Control');
    await expect.poll(hasPalette).toBe(true);
    await page.keyboard.up('Control');
  });

  test('what is typed behind the key of the palette is for it, although its code has not come', async () => {
    const { page, address } = await open({});
    let send: () => void = () => undefined;
    const isSent = new Promise<void>((resolve) => {
      send = resolve;
    });
    await page.route('**/assets/palette-*.js', async (route) => {
      await isSent;
      await route.continue();
    });
    await page.goto(`${address}/traces`);
    await page.getByRole('combobox', { name: 'Filter' }).focus();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('settingz');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('s');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('combobox', { name: 'Filter' }).inputValue()).toBe('');
    expect(page.url()).toBe(`${address}/traces`);
    send();
    await page.waitForURL(`${address}/settings`);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('dark');
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('dialog input')?.value === 'dark');
  });

  test('whoever is signed out while the code of the palette is on its way can sign in', async () => {
    const { page, address } = await open({});
    await page.route('**/assets/palette-*.js', () => undefined);
    await page.goto(`${address}/traces`);
    await page.getByRole('combobox', { name: 'Filter' }).waitFor();
    await page.keyboard.press('Control+k');
    const nobody = { mode: 'users', me: null, signIn: { password: true, oidc: null } };
    await page.route('**/api/v1/auth/me', (route) => route.fulfill({ json: nobody }));
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    const name = page.getByRole('textbox').first();
    await name.focus();
    await page.keyboard.type('root');
    expect(await name.inputValue()).toBe('root');
  });

  thoroughTest('keys of the page below do nothing while something lies above it', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('j');
    expect(await page.locator('[role=row][aria-current=true]').count()).toBe(0);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.locator('[role=row][aria-current=true]').waitFor();
  });

  thoroughTest('on a phone every page is reached, and nothing is wider than it', async () => {
    const { page, address } = await open({ width: 360 });
    await page.goto(`${address}/traces`);
    const nav = page.getByRole('navigation');
    for (const group of ['Registry', 'Settings', 'Evaluate', 'Observe']) {
      await nav.getByRole('link', { name: group, exact: true }).click();
      await nav.locator('[aria-current="page"]').waitFor();
      for (const name of await nav.getByRole('listitem').allTextContents()) {
        await nav.getByRole('link', { name, exact: true }).click();
        await nav.locator('[aria-current="page"]', { hasText: name }).waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      }
    }
  });
});
