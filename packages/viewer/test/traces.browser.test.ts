import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { caseTraces, SAMPLE_ID } from './samples.ts';
import { NOW_NS, SCREENSHOTS, viewerInBrowser, violations } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`the list of traces in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = viewerInBrowser();

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test('the list has nothing that axe objects to', async () => {
      const { page, address } = await open({ colorScheme });
      await page.goto(`${address}/traces`);
      await page.getByRole('link', { name: 'agent.run' }).first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: `${SCREENSHOTS}/test-traces-${colorScheme}.png` });
    });

    test('the empty list says how to begin and has nothing that axe objects to', async () => {
      const { page, address, server } = await open({ colorScheme, traces: [] });
      await page.goto(`${address}/traces`);
      await page.getByText('Waiting for the first span').waitFor();
      expect(await page.getByText(`endpoint: "${address}"`).count()).toBe(1);
      expect(await violations(page)).toEqual([]);

      server.traces.push(...caseTraces(NOW_NS));

      await page.getByRole('link', { name: 'agent.run' }).waitFor();
    });
  });

  test('keys move through the list, open a trace, go to the next one, and back returns', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/traces/${SAMPLE_ID.retried}`));
    await page.getByRole('treegrid').waitFor();
    await page.keyboard.press(']');
    await page.waitForURL(new RegExp(`/traces/${SAMPLE_ID.running}`));
    await page.goBack();
    await page.goBack();

    await page.waitForURL(new RegExp(`/traces\\?sel=${SAMPLE_ID.retried}`));
    expect(await page.locator('[role=row][aria-selected=true]').textContent()).toContain('summarise');
  });

  test('a filter is completed while it is written, marked where it is wrong, kept in the URL, and left by back', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();
    await page.keyboard.press('/');
    const box = page.getByRole('combobox', { name: 'Filter' });
    const writeOn = (text: string) => box.pressSequentially(text);

    await writeOn('sta');
    await page.getByRole('option', { name: /^status/ }).waitFor();
    await box.press('Tab');
    await writeOn('= ru');
    await page.getByRole('option', { name: 'running' }).waitFor();
    await box.press('ArrowDown');
    await box.press('Enter');
    expect(await box.inputValue()).toBe('status = running ');
    await writeOn('AND naem = x AND st');
    await page.getByText('Column 22: there is no field "naem"').waitFor();
    expect(await page.locator('mark').textContent()).toBe('naem');
    await page.getByRole('option', { name: /^status/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await box.press('Enter');
    expect(new URL(page.url()).search).toBe('');
    await box.fill('status = running');
    await box.press('Enter');

    await page.waitForURL(/\/traces\?q=status/);
    await page.getByRole('link', { name: 'answer-ticket' }).waitFor();
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('link', { name: 'answer-ticket' }).waitFor();
    expect(await box.inputValue()).toBe('status = running');
    await page.goBack();
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();
    expect(await box.inputValue()).toBe('');

    await page.goto(`${address}/traces?q=naem%3Dx`);
    await page.getByText('Column 1: there is no field "naem"').waitFor();
    expect(await page.getByText('there is no field').count()).toBe(1);
  });

  test('a collector that goes away leaves the page as it is, and its return is noticed', async () => {
    const { page, address, server } = await open({});
    await page.goto(`${address}/traces`);
    const row = page.getByRole('link', { name: 'agent.run' }).first();
    await row.waitFor();

    server.isDown = true;
    await page.getByText('The collector has not answered').waitFor();
    expect(await row.isVisible()).toBe(true);
    server.isDown = false;
    await page.getByText('The collector has not answered').waitFor({ state: 'detached' });
  });

  test('the theme is chosen, applied, and kept', async () => {
    const { page, address } = await open({ colorScheme: 'light' });
    await page.goto(`${address}/traces`);
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: 'Colours of the system' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  });
});
